/**
 * The whole path on a real vLLM: serve the committed weights, run a reduced
 * nano study with other seeds, seal, reproduce, compare with the committed set.
 * Needs the folder that runner/vllm/install.sh made, named by NOTALLBITS_VLLM.
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { join, resolve } from "node:path";
import { results } from "../../pipeline/reproduce.ts";
import { readResult } from "../../pipeline/store/result_file.ts";
import {
  type Measurement,
  scenarioName,
} from "../../pipeline/study/measurement.ts";
import { served } from "../fixtures/served.ts";
import { inTemporaryFolder } from "../fixtures/tiny.ts";
import { fullCacheNano } from "../fixtures/full_cache_nano.ts";

const ENVIRONMENT = Deno.env.get("NOTALLBITS_VLLM");
const SAMPLES = 6;
/** Standard errors that one of 36 accuracies exceeds by chance once in 10,000 runs: the normal quantile of 1 - 1e-4 / 36 / 2. */
const FARTHEST = 4.69;

if (!ENVIRONMENT) {
  console.log(
    "test/integration/nano_test.ts is left to CI: it needs vLLM, install it with runner/vllm/install.sh and set NOTALLBITS_VLLM=.vllm",
  );
}

/** Runs one of our commands in a folder; its output when it ends well. */
async function command(
  cwd: string,
  script: string,
  permissions: readonly string[],
  args: readonly string[],
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--cached-only",
      ...permissions,
      resolve(script),
      ...args,
    ],
    cwd,
  }).output();
  const text = new TextDecoder();
  equal(code, 0, text.decode(stderr));
  return text.decode(stdout);
}

/**
 * How many standard errors the same scenario of two sets is apart. The rerun
 * error of the committed set, whose square shrinks with the samples, gives the
 * error of either; half a generation is no distance.
 */
function distance(mine: Measurement, committed: Measurement): number {
  const { accuracy, rerunError, samples } = committed;
  ok(rerunError !== null, `no rerun error of ${scenarioName(committed)}`);
  const error = rerunError * Math.sqrt(1 + samples / mine.samples);
  const grain = 0.5 / (mine.problems * mine.samples);
  return Math.max(0, Math.abs(mine.accuracy - accuracy) - grain) / error;
}

Deno.test({
  name:
    "a reduced nano study through real vLLM agrees with data/nano within its sampling error",
  ignore: !ENVIRONMENT,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const cwd = resolve(folder);
      const set = "data/nano-again";
      await Deno.mkdir(join(cwd, set), { recursive: true });
      const study = await fullCacheNano();
      const reduced = {
        ...study,
        groups: [1, 3, 4],
        samples: { full: SAMPLES, compressed: SAMPLES },
        sampling: { ...study.sampling, seed: study.sampling.seed + 1 },
      };
      await Deno.writeTextFile(
        join(cwd, set, "study.json"),
        JSON.stringify(reduced),
      );
      await Deno.copyFile("data/nano/chain.json", join(cwd, set, "chain.json"));

      for (const { name } of study.models) {
        await served(name, async (url) => {
          const said = await command(
            cwd,
            "runner/commands/run.ts",
            [
              "--allow-read=.",
              "--allow-env=LD_LIBRARY_PATH,LD_PRELOAD",
              `--allow-run=${Deno.execPath()}`,
            ],
            [set, "--server", url, "--cpu", "CI"],
          );
          ok(said.includes(`chain/${name}-w16-full: finished`), said);
        });
      }
      await command(cwd, "runner/commands/seal.ts", [
        "--allow-read=.",
        "--allow-write=data",
      ], [set]);
      const told = await command(cwd, "pipeline/commands/reproduce.ts", [
        "--allow-read=.",
        "--allow-write=figures",
      ], []);
      ok(told.includes("nano-again (measured): 36 measurements"), told);

      // Pictures are made when asked for, the record of what was made where the programs lie.
      const outputs = (folder: string) =>
        [...Deno.readDirSync(folder)].map(({ name }) => name)
          .filter((name) => /\.(svg|csv|md|html)$/.test(name)).sort();
      deepEqual(
        outputs(join(cwd, "figures/nano-again")),
        outputs("figures/nano"),
      );

      const again = await results(join(cwd, set));
      const [first] = again.provenance;
      equal(first!.kind === "measured" && first!.engine, "vllm");
      const { measurements } = await results("data/nano");
      const known = new Map(measurements.map((m) => [scenarioName(m), m]));
      const distances = again.measurements.map((mine) => ({
        scenario: scenarioName(mine),
        is: distance(mine, known.get(scenarioName(mine))!),
      }));
      const farthest = Math.max(...distances.map(({ is }) => is));
      console.log(
        `${distances.length} accuracies compared, the farthest ${
          farthest.toFixed(2)
        } standard errors away, allowed ${FARTHEST}`,
      );
      equal(distances.length, 36);
      deepEqual(distances.filter(({ is }) => !(is <= FARTHEST)), []);

      // Other seeds, other answers: nothing was copied.
      const path = "chain/nano-s-w16-full.arrow";
      const seeds = async (data: string) => {
        const { generations } = readResult(
          await Deno.readFile(join(data, path)),
          path,
        );
        return new Set(generations.seed);
      };
      equal(
        (await seeds(join(cwd, set))).intersection(await seeds("data/nano"))
          .size,
        0,
      );
    }),
});
