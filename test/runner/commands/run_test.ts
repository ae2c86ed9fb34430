import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { writeAskedStudy } from "../../fixtures/asked_study.ts";
import { contents, type Ended, start } from "../../fixtures/commands.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const FAKE = [
  Deno.execPath(),
  "run",
  "--no-prompt",
  "--cached-only",
  "--allow-net=127.0.0.1",
  "test/fixtures/serve_fake.ts",
].join(" ");

const inFolder = (
  test: (
    folder: string,
    run: (args?: readonly string[]) => ReturnType<typeof start>,
  ) => Promise<void>,
) =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    await writeAskedStudy(folder);
    await test(folder, (args = []) =>
      start("run", [`--allow-run=${Deno.execPath()}`], [
        `./${folder}`,
        "--launch",
        "--launch-command",
        FAKE,
        "--cpu",
        "two cores",
        ...args,
      ]));
  });

const states = async (folder: string) => {
  const { stdout } = await start("status", [], [`./${folder}`, "--json"]).ended;
  return JSON.parse(stdout).runs.map(({ state }: { state: string }) => state);
};

/** Addresses that were served, in their order. */
const served = ({ stderr }: Pick<Ended, "stderr">) =>
  [...stderr.matchAll(/^(\S+): served at (http:\S+)$/gm)]
    .map(([, name, url]) => [name!, url!] as const);

const answers = (url: string) =>
  fetch(`${url}/health`).then(async (reply) => {
    await reply.body?.cancel();
    return true;
  }, () => false);

Deno.test("--launch serves each weights in turn, generates, stops them, and keeps their arguments", () =>
  inFolder(async (folder, run) => {
    const ended = await run(["--launch-flag=--seed=0"]).ended;
    equal(ended.code, 0, ended.stderr);
    const all = served(ended);
    deepEqual(all.map(([name]) => name), ["one", "two"]);
    for (const [, url] of all) equal(await answers(url), false);
    deepEqual(await states(folder), ["complete", "complete"]);
    equal(
      (await start("seal", [`--allow-write=${folder}`], [`./${folder}`]).ended)
        .code,
      0,
    );
    const file = contents(folder).get("/sums/one-w16-full.arrow")!;
    match(
      file,
      /"arguments":"--served-model-name one --generation-config vllm .*--seed=0"/,
    );
    const again = await run().ended;
    deepEqual([again.code, again.stdout], [0, ""]);
    deepEqual(served(again), []);
  }));

Deno.test("library paths reach the server and what names its GPU, and stop nothing", () =>
  inFolder(async (folder) => {
    const tools = join(Deno.cwd(), folder, "tools");
    const program = (name: string, text: string) =>
      Deno.writeTextFile(join(tools, name), `#!/bin/sh\n${text}\n`, {
        mode: 0o755,
      });
    await Deno.mkdir(tools);
    await program("nvidia-smi", 'echo "Card at $LD_LIBRARY_PATH, 1.2"');
    await program(
      "serve",
      `echo "server at $LD_LIBRARY_PATH"; exec ${FAKE} $@`,
    );
    const { code, stderr } = await start(
      "run",
      [`--allow-run=${Deno.execPath()}`],
      [
        `./${folder}`,
        "--launch",
        "--launch-command",
        join(tools, "serve"),
        "--only=model=one",
      ],
      { LD_LIBRARY_PATH: "/nowhere", PATH: `${tools}:/usr/bin:/bin` },
    ).ended;
    equal(code, 0, stderr);
    deepEqual(await states(folder), ["complete", "not begun"]);
    const kept = contents(folder);
    match(kept.get("/.launch/one.log")!, /^server at \/nowhere$/m);
    match(kept.get("/.journal/sums/one-w16-full")!, /"Card at \/nowhere"/);
  }));

Deno.test("a server that dies in the middle is started anew, and the run goes on", () =>
  inFolder(async (folder, run) => {
    // The probe of one stop token asks four times.
    const { code, stderr } = await run([
      "--launch-flag=--dies-after=24",
      "--only",
      "model=one",
    ]).ended;
    equal(code, 0, stderr);
    const starts = stderr.match(/^one: starting its server$/gm)!.length;
    ok(starts > 1 && starts < 12, `${starts} starts`);
    match(stderr, /^The server ended with code 1; the end of \S+one\.log:$/m);
    deepEqual(await states(folder), ["complete", "not begun"]);
  }));

Deno.test("a server that adds nothing three times in a row is given up, with the end of its log", () =>
  inFolder(async (_, run) => {
    const { code, stderr } = await run(["--launch-flag=--dies-after=0"]).ended;
    equal(code, 1);
    equal(stderr.match(/^one: starting its server$/gm)!.length, 3);
    match(stderr, /^ {2}out of memory, as far as a fake can be$/m);
    match(
      stderr,
      /Cannot serve one: its server ended 3 times without a new generation\n$/,
    );
    equal(stderr.includes("two: "), false);
  }));

Deno.test("a server that does not answer in the time it is given is ended and given up", () =>
  inFolder(async (_, run) => {
    const { code, stderr } = await run([
      "--launch-flag=--mute",
      "--start-timeout=2",
    ]).ended;
    equal(code, 1, stderr);
    equal(stderr.match(/^one: starting its server$/gm)!.length, 3);
    match(
      stderr,
      /^The server did not answer for 2 s and was ended; the end of \S+one\.log:\n {2}still loading/m,
    );
  }));

Deno.test("a run that fails by itself is told once: its server did not die", () =>
  inFolder(async (folder) => {
    const { code, stderr } = await start(
      "run",
      [`--allow-run=${Deno.execPath()}`],
      [
        `./${folder}`,
        "--launch",
        "--launch-command",
        FAKE,
        "--cpu",
        "two cores",
        "--flag",
        "no value",
      ],
      // Coloured, what Deno says of a missing nvidia-smi looked like the server's last word.
      { NO_COLOR: "" },
    ).ended;
    ok(code !== 0);
    equal(stderr.match(/^one: starting its server$/gm)!.length, 1, stderr);
  }));

Deno.test("a program that is not there is told", () =>
  inFolder(async (folder) => {
    const { code, stderr } = await start("run", [
      `--allow-run=${Deno.execPath()}`,
    ], [`./${folder}`, "--launch", "--launch-command", "no-such-program serve"])
      .ended;
    equal(code, 1);
    match(stderr, /no-such-program/);
  }));

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
  Deno.test(`${signal} to the launcher leaves no server behind, and a journal to go on with`, () =>
    inFolder(async (folder, run) => {
      const its = run([
        "--launch-flag=--slowness=1500",
        "--concurrency",
        "2",
        "--only",
        "model=one",
      ]);
      let before = 0;
      while (before < 2 && !its.over()) {
        const { stdout } = await start("status", [], [`./${folder}`, "--json"])
          .ended;
        before = JSON.parse(stdout).runs[0].doneThinkingTokens;
      }
      its.kill(signal);
      const ended = await its.ended;
      equal(ended.signal ?? ended.code, signal === "SIGKILL" ? signal : 130);
      const log = contents(folder).get("/.launch/one.log")!;
      equal(log, "");
      const url = served(ended)[0]?.[1];
      for (let turn = 0; url && turn < 100 && await answers(url); turn++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      if (url) equal(await answers(url), false);
      // The runner proper lets its journal go too.
      for (let turn = 0;; turn++) {
        const { code, stderr } = await run(["--only", "model=one"]).ended;
        if (code === 0) break;
        ok(turn < 60, stderr);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      deepEqual(await states(folder), ["complete", "not begun"]);
    }));
}

Deno.test("--launch and --server exclude one another", () =>
  inFolder(async (_, run) => {
    const { code, stderr } = await run(["--server", "http://127.0.0.1:1"])
      .ended;
    equal(code, 2);
    match(
      stderr,
      /^Give --launch, which starts vLLM, or --server and --engine, not both/,
    );
  }));
