/** `--launch`: a server for each weights in turn, started anew when it dies. */
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { UsageError } from "../../pipeline/commands/command.ts";
import { beside } from "./beside.ts";
import { withLibraries, WITHOUT_LIBRARIES } from "./libraries.ts";

/** A server that was started, kept by a process of its own. */
export interface Launched {
  /** Its address once it answers; null: it ended before. */
  readonly ready: Promise<string | null>;
  /** Name and driver of the GPU, as far as known by then. */
  readonly gpu: () => readonly [name: string, driver: string] | null;
  /** Whether it has ended. */
  readonly over: () => boolean;
  readonly ended: Promise<void>;
  /** What it said when it died. */
  readonly complaint: () => string;
  readonly stop: () => Promise<void>;
}

/** Where the logs of launched servers are. */
export function launchFolder(folder: string): string {
  return join(folder, ".launch");
}

/** Starts a server that is given some seconds until it answers: the process that keeps it may run that program, write its log, reach this machine, and nothing else. */
export function launchServer(
  folder: string,
  name: string,
  command: string,
  args: readonly string[],
  startSeconds: number,
): Launched {
  const words = command.trim().split(/\s+/);
  const [program = "", ...first] = withLibraries(words);
  if (words[0] === "" || words[0]!.includes(",")) {
    throw new UsageError(
      `Cannot launch ${
        JSON.stringify(command)
      }: give a program without a comma`,
    );
  }
  const log = join(launchFolder(folder), `${name}.log`);
  const keeper = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--cached-only",
      `--allow-read=${launchFolder(folder)}`,
      `--allow-write=${launchFolder(folder)}`,
      "--allow-net=127.0.0.1",
      `--allow-run=${program},kill,nvidia-smi`,
      beside("serve"),
      String(startSeconds),
      log,
      program,
      ...first,
      ...args,
    ],
    // Colours would hide what Deno itself says from the line that leaves it out below.
    env: { ...WITHOUT_LIBRARIES, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let over = false;
  let complaint = "";
  let card: readonly [string, string] | null = null;
  const ready = Promise.withResolvers<string | null>();
  const heard = (async () => {
    const input = Readable.fromWeb(keeper.stdout as never);
    for await (const line of createInterface({ input })) {
      const [, word, rest = ""] = /^(\w+) (.*)$/.exec(line) ?? [];
      if (word === "ready") ready.resolve(rest);
      if (word === "gpu") {
        const at = rest.lastIndexOf(", ");
        card = [rest.slice(0, at), rest.slice(at + 2)];
      }
    }
  })();
  const said = new Response(keeper.stderr).text();
  const ended = keeper.status.then(async () => {
    // What Deno itself says of programs that are not there comes before.
    complaint = (await said).replace(/^Info .*\n/gm, "").trim();
    await heard;
    over = true;
    ready.resolve(null);
  });
  return {
    ready: ready.promise,
    gpu: () => card,
    over: () => over,
    ended,
    complaint: () => complaint,
    stop: async () => {
      if (!over) await keeper.stdin.close().catch(() => {});
      await ended;
    },
  };
}
