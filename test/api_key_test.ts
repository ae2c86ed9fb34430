/** The API key is seen by the server it is for and by nobody else, whatever happens. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { writeAskedStudy } from "./fixtures/asked_study.ts";
import {
  contents,
  type Ended,
  start,
  startGenerate,
  until,
} from "./fixtures/commands.ts";
import { type FakeOptions, withFakeVllm } from "./fixtures/fake_vllm.ts";
import { inTemporaryFolder } from "./fixtures/tiny.ts";

const KEY = 'canary+/="7%~k';

/** The key as it might be repeated. */
const FORMS = [
  KEY,
  JSON.stringify(KEY).slice(1, -1),
  encodeURIComponent(KEY),
  btoa(KEY).replace(/=+$/, ""),
  btoa(`Bearer ${KEY}`).replace(/=+$/, ""),
];

/** A refusal as a model server words it. */
const refusal = (request: Request, init: ResponseInit) =>
  Response.json({ error: { message: echo(request) } }, init);

/** A server's words that repeat the key in every form. */
const echo = (request: Request) => {
  const sent = request.headers.get("authorization") ?? "";
  const key = sent.replace(/^Bearer /, "");
  return [
    sent,
    JSON.stringify(key),
    encodeURIComponent(key),
    btoa(key),
    btoa(sent),
  ]
    .join(" ");
};

function expectUnseen(folder: string, said: readonly Ended[]) {
  const texts = [
    ...said.flatMap(({ stdout, stderr }) => [stdout, stderr]),
    ...contents(folder).values(),
  ];
  for (const text of texts) {
    for (const form of FORMS) ok(!text.includes(form), text.slice(0, 300));
    ok(!text.includes("canary"), text.slice(0, 300));
  }
}

/** A server before a fake vLLM: `meddle` may answer in its place, once the runner's probe is through. */
async function withServer(
  meddle: (
    request: Request,
    completions: number,
  ) => Response | null | Promise<Response>,
  options: FakeOptions,
  test: (
    folder: string,
    run: (args?: readonly string[]) => ReturnType<typeof startGenerate>,
  ) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    await writeAskedStudy(folder);
    await withFakeVllm({ key: KEY, ...options }, async (fake) => {
      let completions = 0;
      const gone = new AbortController();
      const server = Deno.serve({
        hostname: "127.0.0.1",
        port: 0,
        onListen: () => {},
        signal: gone.signal,
      }, async (request) => {
        const { pathname } = new URL(request.url);
        if (pathname === "/v1/completions") completions++;
        const meddled = await meddle(request, completions);
        if (meddled) return meddled;
        return await fetch(fake.url + pathname, {
          method: request.method,
          headers: request.headers,
          body: request.body && await request.text(),
        });
      });
      try {
        await test(
          folder,
          (args = []) =>
            startGenerate(folder, [`127.0.0.1:${server.addr.port}`], {
              args: ["--only", "model=one", ...args],
              env: { NOTALLBITS_API_KEY: KEY },
            }),
        );
      } finally {
        gone.abort();
        await server.finished;
      }
    });
  });
}

const sealed = (folder: string) =>
  start("seal", [`--allow-write=${folder}`], [`./${folder}`]).ended;

/** Completions the probe asks for. */
const PROBED = 4;

Deno.test("success: the server has the key, and no file or output", () =>
  withServer(() => null, {}, async (folder, run) => {
    const ended = await run().ended;
    equal(ended.code, 0, ended.stderr);
    const [done, status] = [
      await sealed(folder),
      await start("status", [], [`./${folder}`, "--json"]).ended,
    ];
    equal(done.code, 0);
    expectUnseen(folder, [ended, done, status]);
  }));

for (const status of [401, 422]) {
  Deno.test(`${status}: what the server says of the key is not repeated`, () =>
    withServer(
      (request, completions) =>
        completions > PROBED ? refusal(request, { status }) : null,
      {},
      async (folder, run) => {
        const ended = await run().ended;
        equal(ended.code, 1);
        match(ended.stderr, new RegExp(`status ${status}, Bearer \\*\\*\\*`));
        expectUnseen(folder, [ended]);
      },
    ));
}

for (const status of [429, 500]) {
  Deno.test(`${status}: neither while it is waited for nor after that`, () => {
    let times = 0;
    return withServer(
      (request, completions) =>
        completions > PROBED && times++ < 3
          ? refusal(request, { status, headers: { "retry-after": "0" } })
          : null,
      {},
      async (folder, run) => {
        const ended = await run().ended;
        equal(ended.code, 0, ended.stderr);
        match(
          ended.stderr,
          new RegExp(`^Waiting for .*status ${status}, Bearer \\*\\*\\*`),
        );
        expectUnseen(folder, [ended]);
      },
    );
  });
}

for (const status of [302, 307]) {
  Deno.test(`a redirect with ${status} is not followed, to this host or another`, async () => {
    const reached: string[] = [];
    const thief = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      onListen: () => {},
    }, (request) => {
      reached.push(request.url);
      return new Response();
    });
    const away = `http://127.0.0.1:${thief.addr.port}/v1/completions`;
    try {
      for (const location of [away, "/elsewhere"]) {
        await withServer(
          (request, completions) => {
            if (new URL(request.url).pathname === "/elsewhere") {
              reached.push(request.url);
            }
            return completions > PROBED
              ? new Response(echo(request), { status, headers: { location } })
              : null;
          },
          {},
          async (folder, run) => {
            const ended = await run().ended;
            equal(ended.code, 1);
            match(ended.stderr, /a redirect, which is not followed/);
            expectUnseen(folder, [ended]);
          },
        );
      }
    } finally {
      await thief.shutdown();
    }
    deepEqual(reached, []);
  });
}

Deno.test("a reply that cannot be read is not shown when it repeats the key", () =>
  withServer(
    (request, completions) =>
      completions > PROBED ? new Response(echo(request)) : null,
    {},
    async (folder, run) => {
      const ended = await run().ended;
      equal(ended.code, 1);
      match(ended.stderr, /it repeats the API key/);
      expectUnseen(folder, [ended]);
    },
  ));

Deno.test("a server that falls silent: dropped, asked again, and nothing said of the key", () => {
  let silent = 0;
  return withServer(
    (request, completions) => {
      const { pathname } = new URL(request.url);
      if (completions <= PROBED || silent >= 3) return null;
      if (pathname === "/metrics") return new Promise(() => {});
      silent++;
      return new Promise(() => {});
    },
    {},
    async (folder, run) => {
      const ended = await run(["--idle-timeout", "1", "--concurrency", "3"])
        .ended;
      equal(ended.code, 0, ended.stderr);
      match(ended.stderr, /^Waiting for .*no sign of life for 1 s/);
      expectUnseen(folder, [ended]);
    },
  );
});

Deno.test("a crash in the middle, an interruption, and a disk that may not be written", () => {
  let asked = 0;
  return withServer(
    (_, completions) => {
      asked = completions;
      return null;
    },
    { slowness: 30 },
    async (folder, run) => {
      const ends: Ended[] = [];
      for (const signal of ["SIGKILL", "SIGTERM"] as const) {
        const runner = run(["--concurrency", "1"]);
        const enough = asked + PROBED + 5;
        await until(() => asked >= enough || runner.over(), "5 requests");
        runner.kill(signal);
        ends.push(await runner.ended);
      }
      deepEqual(ends.map(({ code, signal }) => signal ?? code), [
        "SIGKILL",
        130,
      ]);
      await Deno.remove(join(folder, ".journal"), { recursive: true });
      await Deno.writeTextFile(join(folder, ".journal"), "");
      const refused = await run().ended;
      equal(refused.code, 1);
      expectUnseen(folder, [...ends, refused]);
    },
  );
});

Deno.test("a key no header can carry is not repeated", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    await writeAskedStudy(folder);
    await withFakeVllm({}, async ({ host }) => {
      const ended = await startGenerate(folder, [host], {
        env: { NOTALLBITS_API_KEY: "canary\nkey" },
      }).ended;
      equal(ended.code, 1);
      match(ended.stderr, /Cannot use the API key/);
      expectUnseen(folder, [ended]);
    });
  }));
