/**
 * `--launch` on a real vLLM: a server that is killed in the middle is started
 * anew and the run goes on; then the same weights are timed and sealed. Needs
 * the folder that runner/vllm/install.sh made, named by NOTALLBITS_VLLM.
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readTimingFile } from "../../pipeline/store/speed_files.ts";
import { readStudy } from "../../pipeline/study/study.ts";
import { speedOf, timingProblems } from "../../pipeline/study/timing.ts";
import { start } from "../fixtures/commands.ts";
import { inTemporaryFolder } from "../fixtures/tiny.ts";
import { fullCacheNano } from "../fixtures/full_cache_nano.ts";

const ENVIRONMENT = Deno.env.get("NOTALLBITS_VLLM");
const BUDGETS = [24, 48, 64];

/** A child with what it has said so far. */
function started(script: string, args: readonly string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--cached-only",
      "--allow-read=.",
      "--allow-env=LD_LIBRARY_PATH,LD_PRELOAD",
      `--allow-run=${Deno.execPath()}`,
      `runner/commands/${script}.ts`,
      ...args,
      "--launch",
      "--launch-command",
      "runner/vllm/serve.sh",
      "--cpu",
      "CI",
    ],
    env: { VLLM_ENV: resolve(ENVIRONMENT!) },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let said = "";
  const listen = async (stream: ReadableStream<Uint8Array>) => {
    const text = new TextDecoder();
    for await (const piece of stream) {
      said += text.decode(piece, { stream: true });
    }
  };
  const heard = Promise.all([listen(child.stdout), listen(child.stderr)]);
  return {
    said: () => said,
    code: child.status.then(async ({ code }) => {
      await heard;
      return code;
    }),
  };
}

/** Ends the server at a port without a warning. */
async function killServer(port: string): Promise<void> {
  const { stdout } = await new Deno.Command("pgrep", {
    args: ["-f", "--", `api_server.*--port ${port}`],
  }).output();
  const pids = new TextDecoder().decode(stdout).trim().split("\n");
  equal(pids.length, 1, `one server at port ${port}`);
  await new Deno.Command("kill", { args: ["-KILL", pids[0]!] }).output();
}

Deno.test({
  name:
    "--launch goes on after its vLLM was killed in the middle, and times what it serves",
  ignore: !ENVIRONMENT,
  fn: () =>
    inTemporaryFolder(async (outer) => {
      const folder = join(outer, "nano-launched");
      const set = `./${folder}`;
      await Deno.mkdir(folder, { recursive: true });
      const nano = await fullCacheNano();
      const study = {
        ...nano,
        models: nano.models.slice(0, 1),
        budgets: BUDGETS,
        groups: [1],
        samples: { full: 8, compressed: 1 },
        claims: {},
      };
      await Deno.writeTextFile(
        join(folder, "study.json"),
        JSON.stringify(study),
      );
      await Deno.copyFile("data/nano/chain.json", join(folder, "chain.json"));
      const weights = join(folder, "weights/nano-s");
      await Deno.mkdir(weights, { recursive: true });
      for await (const { name } of Deno.readDir("data/nano/weights/nano-s")) {
        await Deno.copyFile(
          `data/nano/weights/nano-s/${name}`,
          join(weights, name),
        );
      }
      const generations = 48 * 8 * BUDGETS.length;
      const status = async () =>
        JSON.parse(
          (await start("status", [], [set, "--json"]).ended).stdout,
        ).runs[0];

      const run = started("run", [set, "--concurrency", "16"]);
      const served = () => /served at http:\/\/\S+:([0-9]+)/.exec(run.said());
      while (!served() || (await status()).doneThinkingTokens === 0) {
        await pause(50);
      }
      await killServer(served()![1]!);
      const { doneGenerations } = await status();
      ok(doneGenerations < generations, "it was done before it was killed");
      equal(await run.code, 0, run.said());
      match(run.said(), /The server ended by SIGKILL; the end of .*\.log:/);
      equal(run.said().match(/nano-s: starting its server/g)!.length, 2);
      equal((await status()).state, "complete");

      const time = started("time", [
        set,
        "--longest",
        "48",
        "--seconds",
        "0.2",
        "--concurrency",
        "4",
      ]);
      equal(await time.code, 0, time.said());
      match(time.said(), /nano-s: budget 48, batch of 4: /);
      const sealed = await start(
        "seal",
        [`--allow-write=${folder}`],
        [set],
      ).ended;
      equal(sealed.code, 0, sealed.stderr);
      const timings = (await readTimingFile(folder))!;
      deepEqual(timingProblems(readStudy(study), timings), []);
      for (const budget of BUDGETS) {
        const its = timings.filter((each) => each.budget === budget);
        deepEqual(
          [...new Set(its.map(({ method }) => method))],
          [budget === 64 ? "fitted" : "measured"],
        );
        ok(speedOf(its).latencySeconds! > 0);
        equal(its.at(-1)!.concurrency, 4);
      }
    }),
});
