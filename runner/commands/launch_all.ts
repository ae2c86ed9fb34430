/** Serves each weights in turn while something is done with them. */
import { join } from "node:path";
import { readBenchmarkFile } from "../../pipeline/store/data_set.ts";
import { readMessages } from "../../pipeline/store/private_messages.ts";
import type { GeneratedStudy } from "../../pipeline/study/study.ts";
import { contextFor, type Launch, serverArguments } from "../launch.ts";
import { type Child, told } from "./child.ts";
import { type Launched, launchServer } from "./launching.ts";
import { AWAY, refuseSecrets, secondsOf } from "./run_options.ts";

/** Seconds a server may take until it answers: large weights come over a network. */
const START_SECONDS = 3600;
/** Starts of a server in a row that add nothing, after which it is given up. */
const FRUITLESS = 3;
const INTERRUPTED = 130;

/** The options of a call; those that matter here by name. */
interface LaunchValues {
  readonly only?: string[];
  readonly samples?: string;
  readonly gpu?: string;
  readonly cpu?: string;
  readonly driver?: string;
  readonly "launch-command"?: string;
  readonly "launch-flag"?: string[];
  readonly "start-timeout"?: string;
  readonly [option: string]: string | string[] | boolean | undefined;
}

/** Options that are ours, or said anew for the runner proper. */
const OWN: ReadonlySet<string> = new Set([
  "launch",
  "launch-command",
  "launch-flag",
  "start-timeout",
  "only",
  "gpu",
  "driver",
]);

/** What is done with the servers. */
export interface Launching {
  readonly folder: string;
  readonly study: GeneratedStudy;
  readonly values: LaunchValues;
  /** Arguments for the server that the work itself needs. */
  readonly flags: readonly string[];
  /** What stands behind the name of a server's log: calls of one folder have their own. */
  readonly suffix: string;
  /** Starts the work at a server. */
  readonly start: (urls: readonly URL[], args: readonly string[]) => Child;
  /** How much of it is done for some weights: what a restart must have added to. */
  readonly done: (launch: Launch) => Promise<number>;
}

/** Does the work at a server of each weights; the exit code of the first that fails, or 0. */
export async function launchAll(
  launches: readonly Launch[],
  launching: Launching,
): Promise<number> {
  refuseSecrets(launching.values["launch-flag"]);
  for (const launch of launches) {
    const code = await launchOne(launch, launching);
    if (code !== 0) return code;
  }
  return 0;
}

async function launchOne(
  launch: Launch,
  { folder, study, values, flags, suffix, start, done }: Launching,
): Promise<number> {
  const { name, source, runs } = launch;
  const inFolder = join(folder, source);
  const isFolder = await Deno.stat(inFolder).then(
    ({ isDirectory }) => isDirectory,
    () => false,
  );
  const benchmarks = new Set(runs.map(({ benchmark }) => benchmark));
  const asked = await Promise.all([...benchmarks].map(async (each) => {
    const { benchmark, problems } = await readBenchmarkFile(folder, each);
    const messages = await readMessages(folder, each);
    const texts = problems.map(({ id, prompt }) =>
      messages?.get(id) ?? prompt ?? ""
    );
    return { benchmark, texts };
  }));
  const args = serverArguments(
    launch,
    isFolder ? inFolder : source,
    contextFor(study, asked),
    [...flags, ...values["launch-flag"] ?? []],
  );
  let before = await done(launch);
  for (let fruitless = 0;;) {
    console.error(`${name}: starting its server`);
    const server = launchServer(
      folder,
      name + suffix,
      values["launch-command"] ?? "vllm serve",
      args,
      secondsOf(values["start-timeout"], "start-timeout", START_SECONDS),
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
        const child = start(
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
    const now = await done(launch);
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
  const said: [string, string | true | undefined][] = [
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
        [value].flat().map((each): [string, string | true] => [
          name,
          each === true ? each : String(each),
        ])
      ),
  ];
  return [
    folder,
    ...said.flatMap(([name, value]) =>
      value === undefined
        ? []
        : [value === true ? `--${name}` : `--${name}=${value}`]
    ),
  ];
}
