/** Arrow files -> runs. */
import { attempt, isTold, problemsOf, refuse } from "./ingest/problems.ts";
import { sealedStudy } from "./ingest/sealed_study.ts";
import { lentTimings, type Timings, timingsOf } from "./ingest/timings.ts";
import { dirname, join } from "./store/paths.ts";
import {
  benchmarkFileOf,
  dataSetName,
  jsonOf,
  readBenchmarkFile,
} from "./store/data_set.ts";
import {
  checkRows,
  listingProblems,
  type Manifest,
  readManifest,
  readSealed,
} from "./store/manifest.ts";
import { kept, visitResult } from "./store/result_file.ts";
import { MEMORY_FILE, readMemory, TIMING_FILE } from "./store/speed_files.ts";
import type { BenchmarkFile } from "./study/benchmark.ts";
import { type CountedMemory, memoryProblems } from "./study/counted_memory.ts";
import type { DataProblem } from "./study/data_problems.ts";
import type { Generations } from "./study/generation.ts";
import type { LentTimings } from "./study/lent_speeds.ts";
import {
  plannedRuns,
  type Run,
  runFile,
  type RunMetadata,
} from "./study/run.ts";
import type { Study } from "./study/study.ts";
import { type TimedOn, UNTOLD } from "./study/timed_on.ts";
import type { Timing } from "./study/timing.ts";

/** A run as its file tells it, not yet checked against the study. */
export interface IngestedRun {
  readonly run: Run;
  /** Its file, for messages. */
  readonly file: string;
  readonly metadata: RunMetadata;
  readonly generations: Generations;
}

/** A data set as its folder tells it. */
export interface Ingested {
  readonly dataSet: string;
  readonly study: Study;
  /** Planned runs whose files are absent, with leave. */
  readonly absent: readonly string[];
  /** By name; empty for a study without result files. */
  readonly benchmarks: ReadonlyMap<string, BenchmarkFile>;
  readonly runs: readonly IngestedRun[];
  readonly timings: readonly Timing[];
  /** What took them. */
  readonly timedOn: TimedOn;
  /** Those of the other sets that its study names. */
  readonly lent: readonly LentTimings[];
  /** Its own; none lends it. */
  readonly memory: readonly CountedMemory[];
}

/** A run and its place among those that are there. */
export interface PlacedRun extends IngestedRun {
  readonly at: number;
}

/** What reading the runs of a data set takes: plain data, which another thread can be given. */
export interface Unread {
  readonly folder: string;
  readonly manifest: Manifest | null;
  /** The runs that are there, in the study's order. */
  readonly present: readonly Run[];
  readonly benchmarks: ReadonlyMap<string, BenchmarkFile>;
  /** What is wrong with anything else of the data set. */
  readonly problems: readonly DataProblem[];
}

/** A data set whose runs are read when they are asked for. */
export interface Opened extends Omit<Ingested, "runs"> {
  readonly unread: Unread;
  /**
   * Every run that can be read, in the study's order, each read when it is its
   * turn: its generations are good until the next is asked for, so that one
   * file is held at a time.
   * Throws at the end everything that is wrong with the data set, if anything
   * is: nothing of it may be used then. `next` gives the places, among the runs
   * that are there, of those to read; all of them in their order unless given.
   */
  readonly runs: (next?: () => number) => Generator<PlacedRun>;
}

/**
 * Reads a data set: the manifest first, then only bytes it vouches for. Every
 * damaged, foreign or missing file is told at once. A study none of whose
 * runs has a file comes back without runs; one with only some is refused
 * unless `partial`.
 */
export async function ingest(
  folder: string,
  partial = false,
): Promise<Ingested> {
  const { unread: _, ...opened } = await open(folder, partial);
  const runs: IngestedRun[] = [];
  for (const { at: _, ...run } of opened.runs()) {
    runs.push({ ...run, generations: kept(run.generations) });
  }
  return { ...opened, runs };
}

/** `ingest` without the runs, which are read one by one; what is wrong is told when the last was read. The manifest is read unless given. */
export async function open(
  folder: string,
  partial = false,
  read?: Manifest | null,
): Promise<Opened> {
  const manifest = read === undefined ? await readManifest(folder) : read;
  const sealed = new Set(manifest?.files.map(({ path }) => path));
  const problems: DataProblem[] = [];
  const study = await sealedStudy(folder, manifest);
  problems.push(...await listingProblems(folder, manifest, study));
  const planned = plannedRuns(study);
  const begun = planned.some((run) => sealed.has(runFile(run)));
  const benchmarks = new Map<string, BenchmarkFile>();
  for (const benchmark of study.benchmarks) {
    const path = benchmark.file;
    const file = join(folder, path);
    if (!begun && !sealed.has(path)) continue;
    await attempt(problems, file, async () => {
      // What it lacks beside its seal.
      if (!sealed.has(path)) await readBenchmarkFile(folder, benchmark);
      const json = jsonOf(readSealed(folder, manifest!, path), file);
      const read = benchmarkFileOf(json, benchmark, file);
      checkRows(folder, manifest!, path, read.problems.length);
      if (begun) benchmarks.set(benchmark.name, read);
    });
  }
  const files = new Set(planned.map(runFile));
  for (const path of sealed) {
    if (/^[^/]+\/.*\.arrow$/.test(path) && !files.has(path)) {
      problems.push({
        file: join(folder, path),
        row: null,
        problem: "the study plans no such run",
      });
    }
  }
  const present = planned.filter((run) => sealed.has(runFile(run)));
  const absent = planned.map(runFile).filter((path) => !sealed.has(path));
  if (!partial && absent.length < planned.length) {
    problems.push(...absent.map((path) => ({
      file: join(folder, path),
      row: null,
      problem: "the study plans this run, there is no file of it",
    })));
  }
  let speeds: Timings = { timings: [], timedOn: UNTOLD };
  const timed = study.timingFrom
    ? join(dirname(folder), study.timingFrom)
    : folder;
  if (study.timingFrom || sealed.has(TIMING_FILE)) {
    await attempt(problems, join(timed, TIMING_FILE), async () => {
      speeds = await timingsOf(timed);
    });
  }
  const lent = await lentTimings(folder, study, problems);
  const memory: CountedMemory[] = [];
  if (sealed.has(MEMORY_FILE)) {
    const file = join(folder, MEMORY_FILE);
    await attempt(problems, file, () => {
      const bytes = readSealed(folder, manifest!, MEMORY_FILE);
      memory.push(...readMemory(bytes, file));
      checkRows(folder, manifest!, MEMORY_FILE, memory.length);
      const wrong = memoryProblems(study, memory);
      refuse(folder, wrong.map((each) => ({ file, ...each })));
    });
  }
  const unread = { folder, manifest, present, benchmarks, problems };
  return {
    dataSet: dataSetName(folder),
    study,
    absent,
    benchmarks,
    ...speeds,
    lent,
    memory,
    unread,
    runs: (next) => readRuns(unread, next),
  };
}

/** Reads runs one by one, as `Opened` says. */
export function* readRuns(
  { folder, manifest, present, benchmarks, problems }: Unread,
  next = inOrder(),
): Generator<PlacedRun> {
  const found = [...problems];
  for (let at = next(); at < present.length; at = next()) {
    const run = present[at]!;
    const file = join(folder, runFile(run));
    if (isTold(found, file)) continue;
    let read: PlacedRun;
    try {
      const bytes = readSealed(folder, manifest!, runFile(run));
      const result = visitResult(bytes, file);
      checkRows(folder, manifest!, runFile(run), result.generations.rows);
      read = { at, run, file, ...result };
    } catch (error) {
      found.push(...problemsOf(error, file));
      continue;
    }
    // A benchmark that cannot be read is told of; its runs cannot be used.
    if (benchmarks.has(run.benchmark.name)) yield read;
  }
  refuse(folder, found);
}

/** Counts up from 0. */
export function inOrder(): () => number {
  let at = 0;
  return () => at++;
}
