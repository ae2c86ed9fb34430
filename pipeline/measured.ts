/** A data set's folder to its measurements and frontiers: run by run, so that a thread holds the rows of one result file at a time. */
import { measureRun } from "./aggregate.ts";
import { type Recount, recounts } from "./aggregate/revote.ts";
import { frontiers } from "./frontier.ts";
import { open, type Opened } from "./ingest.ts";
import type { Order, Share } from "./measured_worker.ts";
import { readManifest } from "./store/manifest.ts";
import { type DataProblem, DataProblems } from "./study/data_problems.ts";
import type { Measurement } from "./study/measurement.ts";
import type { Results } from "./study/results.ts";
import type { RunMetadata } from "./study/run.ts";
import { refuseUnsound, validateRun } from "./validate.ts";

/** Hears the name of a stage whenever a part of it is done. */
export type Told = (stage: string) => void;

/** What may be asked for. */
interface Asked {
  /** Go on when planned runs are missing. */
  readonly partial?: boolean;
  /** Count votes under the other readings of missing answers too. */
  readonly recounted?: boolean;
  /** Threads that may work; as many as the machine has unless given, two at most are used. */
  readonly threads?: number;
  readonly told?: Told;
}

/** What result files give before anything is ruled on. */
interface Measured extends
  Pick<
    Results,
    | "dataSet"
    | "study"
    | "partial"
    | "measurements"
    | "frontiers"
    | "provenance"
    | "problems"
  > {
  readonly recounted: readonly Recount[];
}

/** One run measured. */
export interface MeasuredRun {
  readonly measurements: readonly Measurement[];
  readonly recounted: readonly Recount[];
  readonly metadata: RunMetadata;
}

/** Rows from which a second thread is worth its start. */
const MANY_ROWS = 300_000;

/** Ingests, validates and measures every run of a data set; refuses it, with everything that is wrong, when any of it is. */
export async function measured(
  folder: string,
  {
    partial = false,
    recounted = false,
    threads = navigator.hardwareConcurrency,
    told = () => {},
  }: Asked = {},
): Promise<Measured> {
  const helper = threads > 1
    ? await helped(folder, { partial, recounted })
    : null;
  const set = await open(folder, partial);
  const { dataSet, study, absent, benchmarks } = set;
  const found = helper
    ? await withHelper(set, helper, recounted, told)
    : measuredRuns(set, counter(), recounted, told);
  const runs = [...found.entries()].sort(([a], [b]) => a - b)
    .map(([, run]) => run);
  const measurements = runs.flatMap((run) => run.measurements);
  const fronts = frontiers(measurements, study);
  told("frontier");
  return {
    dataSet,
    study,
    partial: runs.length > 0 && absent.length > 0,
    measurements,
    frontiers: fronts,
    recounted: runs.flatMap((run) => run.recounted),
    provenance: runs.map(({ metadata }) => metadata),
    problems: Object.fromEntries(
      [...benchmarks].map((
        [name, file],
      ) => [name, file.problems.map(({ id }) => id)]),
    ),
  };
}

/** Measures the runs whose turn it is, by their place among the runs present; refuses what is wrong with any of them. */
export function measuredRuns(
  set: Opened,
  next: () => number,
  recounted: boolean,
  told: Told = () => {},
): Map<number, MeasuredRun> {
  const problems: DataProblem[] = [];
  const measured = new Map<number, MeasuredRun>();
  for (const { at, ...run } of set.runs(next)) {
    told("ingest");
    const sound = validateRun(run, set, problems);
    told("validate");
    if (problems.length > 0) continue;
    const { measurements, ballots } = measureRun(sound, set);
    measured.set(at, {
      measurements,
      recounted: recounted ? ballots.flatMap(recounts) : [],
      metadata: sound.metadata,
    });
    told("aggregate");
  }
  told("ingest");
  refuseUnsound(set.dataSet, problems);
  return measured;
}

/** Counts up from 0. */
function counter(): () => number {
  let at = 0;
  return () => at++;
}

/** A second thread at work, and the counter it shares. */
interface Helper {
  readonly taken: Int32Array;
  readonly share: Promise<Share>;
}

/** Starts a second thread for a large data set, which takes every run that is not taken yet. */
async function helped(
  folder: string,
  asked: Required<Pick<Asked, "partial" | "recounted">>,
): Promise<Helper | null> {
  const manifest = await readManifest(folder).catch(() => null);
  const rows = manifest?.files.reduce((sum, file) => sum + (file.rows ?? 0), 0);
  if (!(rows! >= MANY_ROWS)) return null;
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    new URL("./measured_worker.ts", import.meta.url).href,
    { type: "module" },
  );
  const { promise, resolve } = Promise.withResolvers<Share>();
  worker.onmessage = ({ data }: MessageEvent<Share>) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    resolve(null);
  };
  worker.postMessage({ folder, taken, ...asked } satisfies Order);
  return { taken, share: promise.finally(() => worker.terminate()) };
}

/** The runs by both threads. When either finds anything wrong, this one reads all of them, to tell it as if it were alone. */
async function withHelper(
  set: Opened,
  { taken, share }: Helper,
  recounted: boolean,
  told: Told,
): Promise<Map<number, MeasuredRun>> {
  const alone = () => measuredRuns(set, counter(), recounted, told);
  let own: Map<number, MeasuredRun>;
  try {
    own = measuredRuns(set, () => Atomics.add(taken, 0, 1), recounted, told);
  } catch (error) {
    if (!(error instanceof DataProblems)) throw error;
    return alone();
  }
  const its = await share;
  told("aggregate");
  if (its === null) return alone();
  for (const [at, run] of its) own.set(at, run);
  return own;
}
