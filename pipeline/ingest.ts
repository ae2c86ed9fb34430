/** Arrow files -> runs. */
import { dirname, join } from "node:path";
import {
  dataSetName,
  readBenchmarkFile,
  readDataSetStudy,
} from "./store/data_set.ts";
import {
  listingProblems,
  type Manifest,
  readManifest,
  readSealed,
} from "./store/manifest.ts";
import { readResult } from "./store/result_file.ts";
import { readTimings, TIMING_FILE } from "./store/speed_files.ts";
import type { BenchmarkFile } from "./study/benchmark.ts";
import { type DataProblem, DataProblems } from "./study/data_problems.ts";
import type { Generations } from "./study/generation.ts";
import {
  plannedRuns,
  type Run,
  runFile,
  type RunMetadata,
} from "./study/run.ts";
import type { Study } from "./study/study.ts";
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
  const manifest = await readManifest(folder);
  const sealed = new Set(manifest?.files.map(({ path }) => path));
  const checkSeal = async (path: string) => {
    if (sealed.has(path)) await readSealed(folder, manifest!, path);
  };
  await checkSeal("study.json");
  const study = await readDataSetStudy(folder);
  const problems = await listingProblems(folder, manifest);
  const planned = plannedRuns(study);
  const runs: IngestedRun[] = [];
  for (
    const path of [
      "study.json",
      ...study.benchmarks.map(({ file }) => file),
    ]
  ) {
    if (sealed.has(path)) {
      await attempt(problems, () => readSealed(folder, manifest!, path));
    }
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
  for (const run of planned) {
    const file = join(folder, runFile(run));
    if (!sealed.has(runFile(run))) continue;
    await attempt(problems, async () => {
      const bytes = await readSealed(folder, manifest!, runFile(run));
      runs.push({ run, file, ...readResult(bytes, file) });
    });
  }
  const absent = planned.map(runFile).filter((path) => !sealed.has(path));
  if (!partial && absent.length < planned.length) {
    problems.push(...absent.map((path) => ({
      file: join(folder, path),
      row: null,
      problem: "the study plans this run, there is no file of it",
    })));
  }
  const benchmarks = new Map<string, BenchmarkFile>();
  if (runs.length > 0) {
    for (const benchmark of study.benchmarks) {
      await attempt(problems, async () => {
        benchmarks.set(
          benchmark.name,
          await readBenchmarkFile(folder, benchmark),
        );
      });
    }
  }
  const timings: Timing[] = [];
  await attempt(problems, async () => {
    timings.push(...await timingsOf(folder, study, manifest));
  });
  if (problems.length > 0) {
    throw new DataProblems(`Cannot use data set ${folder}`, problems);
  }
  return {
    dataSet: dataSetName(folder),
    study,
    absent,
    benchmarks,
    runs,
    timings,
  };
}

/** The timings of the set, or of the set it borrows them from. */
async function timingsOf(
  folder: string,
  study: Study,
  manifest: Manifest | null,
): Promise<Timing[]> {
  const from = study.timingFrom
    ? join(dirname(folder), study.timingFrom)
    : folder;
  const seal = study.timingFrom ? await readManifest(from) : manifest;
  if (!seal?.files.some(({ path }) => path === TIMING_FILE)) {
    if (!study.timingFrom) return [];
    throw new TypeError(
      `Cannot use ${join(from, TIMING_FILE)}: it is not in a manifest`,
    );
  }
  const bytes = await readSealed(from, seal, TIMING_FILE);
  return readTimings(bytes, join(from, TIMING_FILE));
}

/** Goes on after a failure, keeping what it said. */
async function attempt(
  problems: DataProblem[],
  step: () => Promise<unknown>,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (error instanceof DataProblems) problems.push(...error.problems);
    else if (
      error instanceof TypeError || error instanceof Deno.errors.NotFound
    ) {
      const [, file = "", problem = error.message] =
        /^Cannot (?:read|use) (\S+): (.*)$/s.exec(error.message) ?? [];
      problems.push({ file, row: null, problem });
    } else throw error;
  }
}
