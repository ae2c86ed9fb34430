/**
 * Keeps one model server for `deno task run --launch`: serve.ts SECONDS LOG
 * PROGRAM ARGUMENT..., on a free port of this machine. Says `gpu NAME, DRIVER`
 * where there is one and `ready URL` once the server answers. Ends the server
 * when its own input ends, however its parent did; ends itself, with the end of
 * the log, when the server does, or has not answered after so many seconds.
 */
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Lines of the log that are shown when a server has died. */
const TAIL_LINES = 25;
/** Seconds a server has to end by itself. */
const GRACE_SECONDS = 20;

const [seconds, log, program, ...given] = Deno.args as [
  string,
  string,
  string,
  ...string[],
];
/** `env` and the library paths that it sets; nothing where there are none. */
const libraries = program === "env"
  ? [program, ...given.slice(0, given.findIndex((each) => !/^LD_/.test(each)))]
  : [];

/** Name and driver of the first GPU; null where nothing tells. */
async function gpu(): Promise<string | null> {
  try {
    const [its = "nvidia-smi", ...args] = [
      ...libraries,
      "nvidia-smi",
      "--query-gpu=name,driver_version",
      "--format=csv,noheader",
    ];
    const { success, stdout } = await new Deno.Command(its, {
      args,
      stderr: "null",
    }).output();
    const [first] = new TextDecoder().decode(stdout).trim().split("\n");
    return success && first ? first : null;
  } catch {
    return null;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

const card = await gpu();
if (card) console.log(`gpu ${card}`);
const port = freePort();
await Deno.mkdir(dirname(log), { recursive: true });
const file = await Deno.open(log, { append: true, create: true });
const server = new Deno.Command(program, {
  args: [...given, "--host", "127.0.0.1", "--port", String(port)],
  // The server has no use for our key, and Ctrl-C is not for it.
  env: { NOTALLBITS_API_KEY: "" },
  detached: true,
  stdin: "null",
  stdout: "piped",
  stderr: "piped",
}).spawn();

/** Writes one stream of the server into the log as it comes. */
async function kept(stream: ReadableStream<Uint8Array>): Promise<void> {
  for await (const piece of stream) {
    for (let written = 0; written < piece.length;) {
      written += await file.write(piece.subarray(written));
    }
  }
}
const logged = Promise.all([kept(server.stdout), kept(server.stderr)]);

let ending = false;
let ended = false;
const end = server.status.then((status) => {
  ended = true;
  return status;
});

/** Ends the server and whatever it has started; the server alone where there is no program that can. */
async function killAll(): Promise<void> {
  try {
    await new Deno.Command("kill", {
      args: ["-KILL", "--", `-${server.pid}`],
      stdout: "null",
      stderr: "null",
    }).output();
  } catch {
    if (!ended) server.kill("SIGKILL");
  }
}

async function stop(): Promise<void> {
  if (ending) return;
  ending = true;
  if (!ended) server.kill("SIGTERM");
  await Promise.race([end, pause(1000 * GRACE_SECONDS)]);
  await killAll();
}

Deno.addSignalListener("SIGINT", () => {});
Deno.addSignalListener("SIGTERM", stop);
const inputEnded = (async () => {
  for await (const _ of Deno.stdin.readable);
})();
void inputEnded.then(stop);

const healthy = () =>
  fetch(`http://127.0.0.1:${port}/health`).then(async (reply) => {
    await reply.body?.cancel();
    return reply.ok;
  }, () => false);
const begun = performance.now();
let late = false;
while (!ended && !ending && !late && !await healthy()) {
  await Promise.race([end, inputEnded, pause(500)]);
  late = performance.now() - begun > 1000 * Number(seconds);
}
if (late && !ended && !ending) await killAll();
else if (!ended && !ending) console.log(`ready http://127.0.0.1:${port}`);

const { code, signal } = await end;
// Whoever is told to end from here on ends a server that is dead.
const died = !ending;
// What it has started must not hold memory for the next one.
await killAll();
await Promise.race([logged, pause(2000)]);
file.close();
if (died) {
  const lines = (await Deno.readTextFile(log)).trimEnd().split("\n");
  console.error(
    [
      `The server ${
        late
          ? `did not answer for ${seconds} s and was ended`
          : `ended ${signal ? `by ${signal}` : `with code ${code}`}`
      }; the end of ${log}:`,
      ...lines.slice(-TAIL_LINES).map((line) => `  ${line}`),
    ].join("\n"),
  );
}
Deno.exit(died ? 1 : 0);
