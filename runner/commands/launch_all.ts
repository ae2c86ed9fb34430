/** Serves each weights in turn while something is done with them. */
import { join } from "node:path";
import {
  readBenchmarkFile,
  readDataSetStudy,
} from "../../pipeline/store/data_set.ts";
import { plannedRuns } from "../../pipeline/study/run.ts";
import type { Study } from "../../pipeline/study/study.ts";
import {
  contextFor,
  doneSoFar,
  type Launch,
  launchesOf,
  serverArguments,
} from "../launch.ts";
import { bills } from "../plan.ts";
import { samplesWanted, selectedBy } from "../selection.ts";
import { shardSuffix, shardWanted } from "../shard.ts";
import { type Child, told } from "./child.ts";
import { type Launched, launchServer } from "./launching.ts";
import { AWAY } from "./run_options.ts";

/** Starts of a server in a row that add nothing, after which it is given up. */
const FRUITLESS = 3;
const INTERRUPTED = 130;

/** The options of a call; those that matter here by name. */
interface LaunchValues {
  readonly only?: string[];
  readonly samples?: string;
  readonly shard?: string;
  readonly gpu?: string;
  readonly cpu?: string;
  readonly driver?: string;
  readonly "launch-command"?: string;
  readonly "launch-flag"?: string[];
  readonly [option: string]: string | string[] | boolean | undefined;
}

/** Options that are ours, or said anew for the runner proper. */
const OWN: ReadonlySet<string> = new Set([
  "launch",
  "launch-command",
  "launch-flag",
  "only",
  "gpu",
  "driver",
]);

type Generate = (urls: readonly URL[], args: readonly string[]) => Child;

/** Generates everything a call is about; the exit code. */
export async function launchAll(
  folder: string,
  values: LaunchValues,
  generate: Generate,
): Promise<number> {
  const study = await readDataSetStudy(folder);
  const part = {
    wanted: selectedBy(values.only ?? [], study),
    samples: samplesWanted(values.samples, study),
    shard: shardWanted(values.shard),
  };
  const runs = plannedRuns(study).filter(part.wanted);
  for (const launch of launchesOf(runs, await bills(folder, study, part))) {
    const code = await launchOne(launch, folder, study, values, generate);
    if (code !== 0) return code;
  }
  return 0;
}

async function launchOne(
  launch: Launch,
  folder: string,
  study: Study,
  values: LaunchValues,
  generate: Generate,
): Promise<number> {
  const { name, source, runs } = launch;
  const inFolder = join(folder, source);
  const isFolder = await Deno.stat(inFolder).then(
    ({ isDirectory }) => isDirectory,
    () => false,
  );
  const benchmarks = new Set(runs.map(({ benchmark }) => benchmark));
  const files = await Promise.all(
    [...benchmarks].map((each) => readBenchmarkFile(folder, each)),
  );
  const args = serverArguments(
    launch,
    isFolder ? inFolder : source,
    contextFor(study, files),
    values["launch-flag"] ?? [],
  );
  const mine = new Set(runs);
  const done = async () =>
    doneSoFar(
      await bills(folder, study, {
        wanted: (run) => [...mine].some((its) => sameRun(its, run)),
        samples: null,
        shard: shardWanted(values.shard),
      }),
    );
  let before = await done();
  for (let fruitless = 0;;) {
    console.error(`${name}: starting its server`);
    const server = launchServer(
      folder,
      // Shards of one folder have their own logs.
      name + shardSuffix(shardWanted(values.shard)),
      values["launch-command"] ?? "vllm serve",
      args,
    );
    told.signal.addEventListener("abort", () => {
      // One that serves ends after what it was asked has been answered.
      if (!serving) void server.stop();
    });
    let serving = false;
    let code = INTERRUPTED;
    try {
      const url = await server.ready;
      if (told.signal.aborted) return INTERRUPTED;
      if (url !== null) {
        serving = true;
        console.error(`${name}: served at ${url}`);
        const child = generate(
          [new URL(url)],
          passedOn(folder, launch, values, url, server, args),
        );
        void server.ended.then(child.stop);
        code = await child.code;
      }
    } finally {
      await server.stop();
    }
    if (told.signal.aborted) return INTERRUPTED;
    const died = server.complaint();
    if (code === 0 || (died === "" && code !== AWAY)) return code;
    const now = await done();
    fruitless = now > before ? 0 : fruitless + 1;
    before = now;
    if (died) console.error(died);
    if (fruitless < FRUITLESS) continue;
    console.error(
      `Cannot serve ${name}: its server ended ${FRUITLESS} times without a new generation`,
    );
    return 1;
  }
}

const sameRun = (a: Launch["runs"][number], b: Launch["runs"][number]) =>
  a.benchmark.name === b.benchmark.name && a.model.name === b.model.name &&
  a.bits === b.bits && a.kv === b.kv;

/** The call for the runner proper: the runs of these weights, how they are served, and what else we were called with. */
function passedOn(
  folder: string,
  { runs }: Launch,
  values: LaunchValues,
  url: string,
  server: Launched,
  args: readonly string[],
): string[] {
  const [{ model, bits }] = runs as [Launch["runs"][number]];
  const others = (values.only ?? []).flatMap((text) => text.split(","))
    .filter((part) => !/^\s*(model|bits)\s*=/.test(part));
  const [card, driver] = server.gpu() ?? [];
  const gpu = values.gpu ?? (values.cpu === undefined ? card : undefined);
  const said: [string, string | undefined][] = [
    ["server", url],
    ["only", `model=${model.name}`],
    ["only", `bits=${bits}`],
    ...others.map((part): [string, string] => ["only", part]),
    ["gpu", gpu],
    ["driver", values.driver ?? (gpu === card ? driver : undefined)],
    // Without the weights, which may be a path of this machine.
    ["flag", `arguments=${args.slice(1).join(" ")}`],
    ...Object.entries(values).filter(([name]) => !OWN.has(name))
      .flatMap(([name, value]) =>
        [value].flat().map((each): [string, string] => [name, String(each)])
      ),
  ];
  return [
    folder,
    ...said.flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}=${value}`]
    ),
  ];
}
