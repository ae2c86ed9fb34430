/** A data set's folder to its measurements and frontiers: run by run, so that a thread holds the rows of one result file at a time. */
import { measureRun } from "./aggregate.ts";
import { lentSpeeds } from "./aggregate/retimed.ts";
import { type Recount, recounts } from "./aggregate/revote.ts";
import { frontiers } from "./frontier.ts";
import { inOrder, open, type Opened } from "./ingest.ts";
import type { Delivery, Order } from "./measured_worker.ts";
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
    | "memory"
    | "timings"
    | "timedOn"
    | "lent"
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

/** What measuring runs needs of a data set. */
export type RunSet = Pick<
  Opened,
  "dataSet" | "study" | "benchmarks" | "timings" | "runs"
>;

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
  const manifest = await readManifest(folder);
  const rows = manifest?.files.reduce((sum, file) => sum + (file.rows ?? 0), 0);
  // Started before there is anything for it: it is ready when the set is open.
  const helper = threads > 1 && rows! >= MANY_ROWS ? startHelper() : null;
  let set: Opened;
  const found = new Map<number, MeasuredRun>();
  try {
    set = await open(folder, partial, manifest);
    const asked = { recounted, told };
    // When either thread finds anything wrong, this one reads all, to tell it as if it were alone.
    if (!helper || !await withHelper(set, helper, asked, found)) {
      measureRuns(
        set,
        { next: inOrder(), ...asked },
        (at, run) => found.set(at, run),
      );
    }
  } finally {
    helper?.terminate();
  }
  const { dataSet, study, absent, benchmarks } = set;
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
    memory: set.memory,
    timings: measurements.length > 0 ? [] : set.timings,
    timedOn: set.timedOn,
    lent: measurements.length > 0
      ? set.lent.map((each) => lentSpeeds(study, measurements, each))
      : [],
    recounted: runs.flatMap((run) => run.recounted),
    provenance: runs.map(({ metadata }) => metadata),
    problems: Object.fromEntries(
      [...benchmarks].map((
        [name, file],
      ) => [name, file.problems.map(({ id }) => id)]),
    ),
  };
}

/** Measures the runs whose turn it is and hands each on with its place among the runs present; refuses what is wrong with any of them. */
export function measureRuns(
  set: RunSet,
  { next, recounted, told = () => {} }: {
    readonly next: () => number;
    readonly recounted: boolean;
    readonly told?: Told | undefined;
  },
  measured: (at: number, run: MeasuredRun) => void,
): void {
  const problems: DataProblem[] = [];
  for (const { at, ...run } of set.runs(next)) {
    told("ingest");
    const sound = validateRun(run, set, problems);
    told("validate");
    if (problems.length > 0) continue;
    const { measurements, ballots } = measureRun(sound, set);
    measured(at, {
      measurements,
      recounted: recounted ? ballots.flatMap(recounts) : [],
      metadata: sound.metadata,
    });
    told("aggregate");
  }
  told("ingest");
  refuseUnsound(set.dataSet, problems);
}

/** Starts a second thread. */
function startHelper(): Worker {
  return new Worker(
    new URL("./measured_worker.ts", import.meta.url).href,
    { type: "module" },
  );
}

/** The runs by both threads, each taking what is not taken yet; false when either finds anything wrong. */
async function withHelper(
  { runs, unread, ...set }: Opened,
  helper: Worker,
  asked: { readonly recounted: boolean; readonly told: Told },
  found: Map<number, MeasuredRun>,
): Promise<boolean> {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const its = new Map<number, MeasuredRun>();
  helper.onmessage = ({ data }: MessageEvent<Delivery>) => {
    if (typeof data === "string") resolve(data === "done");
    else its.set(...data);
  };
  helper.onerror = (event) => {
    event.preventDefault();
    resolve(false);
  };
  const { recounted } = asked;
  helper.postMessage({ set, unread, recounted, taken } satisfies Order);
  try {
    measureRuns(
      { ...set, runs },
      { next: () => Atomics.add(taken, 0, 1), ...asked },
      (at, run) => found.set(at, run),
    );
  } catch (error) {
    if (error instanceof DataProblems) return false;
    throw error;
  }
  if (!await promise) return false;
  asked.told("aggregate");
  its.forEach((run, at) => {
    const measurements = run.measurements.map((m) => ({
      ...m,
      // Nouns of this thread's study, not copies of them.
      ...unread.present[at]!,
    }));
    found.set(at, { ...run, measurements });
  });
  return true;
}
