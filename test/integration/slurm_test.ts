/**
 * The nano study split over an array of eight on a real Slurm, with the script
 * of runner/scale_out. Needs the folder that test/slurm/cluster.sh started one
 * in, named by NOTALLBITS_SLURM; the part with a real vLLM also the folder that
 * runner/vllm/install.sh made, named by NOTALLBITS_VLLM.
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readResult } from "../../pipeline/store/result_file.ts";
import { contents } from "../fixtures/commands.ts";
import { served } from "../fixtures/served.ts";
import { fullCacheNano } from "../fixtures/full_cache_nano.ts";

const CLUSTER = Deno.env.get("NOTALLBITS_SLURM");
const VLLM = Deno.env.get("NOTALLBITS_VLLM");
const SHARDS = 8;
const FOLDER = "data/.slurm-test";
const FAKE = `${Deno.execPath()} run --cached-only --allow-net=127.0.0.1 ${
  resolve("test/fixtures/serve_fake.ts")
}`;
const MACHINE = ["--cpu", "two cores"];

if (!CLUSTER) {
  console.log(
    "test/integration/slurm_test.ts is left to CI: it needs Slurm, start one with test/slurm/cluster.sh start .slurm and set NOTALLBITS_SLURM=.slurm",
  );
}

const text = new TextDecoder();

/** Runs a program; what it said when it ends well. */
async function command(program: string, args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    // So that the script finds this Deno.
    env: {
      SLURM_CONF: resolve(CLUSTER!, "slurm.conf"),
      PATH: `${
        join(Deno.execPath(), "..")
      }:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
    },
  }).output();
  equal(code, 0, `${program} ${args.join(" ")}: ${text.decode(stderr)}`);
  return text.decode(stdout).trim();
}

const deno = (task: string, ...args: string[]) =>
  command(Deno.execPath(), ["task", task, ...args]);

/** A copy of data/nano without its results. */
async function nano(
  name: string,
  change: (study: Record<string, unknown>) => Record<string, unknown>,
): Promise<string> {
  const set = join(FOLDER, name, "nano");
  await Deno.mkdir(join(set, "weights"), { recursive: true });
  const study = await fullCacheNano();
  await Deno.writeTextFile(
    join(set, "study.json"),
    JSON.stringify(change(study)),
  );
  await Deno.copyFile("data/nano/chain.json", join(set, "chain.json"));
  for (const model of ["nano-s", "nano-l"]) {
    const from = join("data/nano/weights", model);
    await Deno.mkdir(join(set, "weights", model));
    for (const { name } of Deno.readDirSync(from)) {
      await Deno.copyFile(join(from, name), join(set, "weights", model, name));
    }
  }
  return set;
}

/** Submits the array; its job id. */
const submit = (set: string, ...args: string[]) =>
  command("sbatch", [
    "--parsable",
    `--array=0-${SHARDS - 1}`,
    "--cpus-per-task=1",
    "--mem=100M",
    "--time=30",
    `--output=${FOLDER}/%A_%a.log`,
    "runner/scale_out/slurm.sbatch",
    set,
    ...args,
    ...MACHINE,
  ]);

/** A field of what Slurm says of a task of an array. */
async function told(job: string, shard: number, field: string) {
  const said = await command("scontrol", ["show", "job", `${job}_${shard}`]);
  return new RegExp(`\\b${field}=(\\S+)`).exec(said)?.[1];
}

const log = (job: string, shard: number) =>
  Deno.readTextFile(`${FOLDER}/${job}_${shard}.log`).catch(() => "");

/** Waits until all tasks have ended; each must have ended well. */
async function completed(job: string): Promise<void> {
  const going = ["PENDING", "RUNNING", "COMPLETING", "CONFIGURING"];
  for (let shard = 0; shard < SHARDS; shard++) {
    let state;
    while (going.includes(state = (await told(job, shard, "JobState"))!)) {
      await pause(500);
    }
    equal(state, "COMPLETED", `shard ${shard}: ${await log(job, shard)}`);
  }
}

const journalSize = (set: string, shard: number) =>
  [...contents(join(set, ".journal"))]
    .filter(([path]) => path.endsWith(`.shard-${shard}-of-${SHARDS}`))
    .reduce((sum, [, bytes]) => sum + bytes.length, 0);

/** Waits until a shard is well under way. */
async function underWay(set: string, job: string, shard: number) {
  for (let wait = 0; wait < 600; wait++) {
    const begun = await Deno.stat(join(set, ".journal")).catch(() => null);
    if (begun && journalSize(set, shard) > 20_000) return;
    await pause(200);
  }
  throw new Error(`Shard ${shard} does not begin: ${await log(job, shard)}`);
}

/** Kills every process of a task without a word, as an out-of-memory killer may. */
async function killed(job: string, shard: number): Promise<void> {
  const id = (await told(job, shard, "JobId"))!;
  const said = await command("scontrol", ["listpids", id]);
  const pids = said.split("\n").slice(1).map((line) =>
    line.trim().split(/\s+/)[0]!
  ).filter((pid) => Number(pid) > 1);
  ok(pids.length >= 4, said);
  await command("bash", ["-c", `kill -KILL ${pids.join(" ")} || true`]);
  let state;
  while (
    ["RUNNING", "COMPLETING"].includes(
      state = (await told(job, shard, "JobState"))!,
    )
  ) await pause(200);
  equal(state, "FAILED");
}

/** Files that are sealed or given, by path. */
const sealed = (set: string) =>
  [...contents(set)].filter(([path]) => !path.startsWith("/."));

const inFolder = async (test: () => Promise<void>) => {
  await Deno.remove(FOLDER, { recursive: true }).catch(() => {});
  await Deno.mkdir(FOLDER, { recursive: true });
  await test();
  await Deno.remove(FOLDER, { recursive: true });
};

Deno.test({
  name:
    "eight shards on Slurm, one killed and requeued, one requeued as it ran, merge into the bytes of the study in one piece",
  ignore: !CLUSTER,
  fn: () =>
    inFolder(async () => {
      // The fake's tokens are more than nano's.
      const fit = (study: Record<string, unknown>) => ({
        ...study,
        models: (study.models as object[]).map((model) => ({
          ...model,
          vocabulary: 99,
        })),
      });
      const whole = await nano("whole", fit);
      const launch = ["--launch-command", FAKE];
      await deno("run", whole, "--launch", ...launch, ...MACHINE);
      await deno("seal", whole);

      const split = await nano("split", fit);
      const begun = performance.now();
      const job = await submit(split, ...launch);
      await underWay(split, job, 3);
      await killed(job, 3);
      const before = journalSize(split, 3);
      await command("scontrol", ["requeue", `${job}_3`]);
      await underWay(split, job, 5);
      await command("scontrol", ["requeue", `${job}_5`]);
      await completed(job);
      console.log(
        `array of ${SHARDS}: ${
          Math.round((performance.now() - begun) / 1000)
        } s`,
      );
      for (const shard of [3, 5]) {
        equal(await told(job, shard, "Restarts"), "1");
        match(await log(job, shard), /start 0[^]*start 1/);
      }
      ok(journalSize(split, 3) > before, "the journal was gone on with");
      // One server per GPU, eight of them.
      const gpus = await Promise.all(
        Array.from(
          { length: SHARDS },
          async (_, shard) =>
            /GPU (\S+), start 0/.exec(await log(job, shard))?.[1],
        ),
      );
      deepEqual(gpus.toSorted(), ["0", "1", "2", "3", "4", "5", "6", "7"]);

      const told8 = await deno("seal", split);
      match(told8, /sealed chain\/nano-s-w16-full/);
      const names = sealed(split).map(([path]) => path);
      ok(names.includes("/chain/nano-l-w16-full.arrow"));
      deepEqual(sealed(split), sealed(whole));
    }),
});

Deno.test({
  name: "eight shards on Slurm through a real vLLM give every generation once",
  ignore: !CLUSTER || !VLLM,
  fn: () =>
    inFolder(async () => {
      const samples = 4;
      const set = await nano("real", (study) => ({
        ...study,
        groups: [1, 3],
        samples: { full: samples, compressed: samples },
      }));
      await served("nano-s", async (small) => {
        await served("nano-l", async (large) => {
          const job = await submit(set, "--server", small, "--server", large);
          await underWay(set, job, 2);
          await killed(job, 2);
          await command("scontrol", ["requeue", `${job}_2`]);
          await completed(job);
        });
      });
      await deno("seal", set);
      for (const model of ["nano-s", "nano-l"]) {
        const path = `chain/${model}-w16-full.arrow`;
        const rows = async (from: string) => {
          const { generations } = readResult(
            await Deno.readFile(join(from, path)),
            path,
          );
          const { problems, problem, sample, budget, seed } = generations;
          return Array.from(
            seed,
            (_, at) =>
              `${problems[problem[at]!]} ${sample[at]} ${budget[at]} ${
                seed[at]
              }`,
          );
        };
        const committed = (await rows("data/nano"))
          .filter((row) => Number(row.split(" ")[1]) < samples);
        deepEqual((await rows(set)).toSorted(), committed.toSorted());
      }
    }),
});
