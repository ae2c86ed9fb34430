/** Files from elsewhere, which no manifest vouches for -> runs. */
import { basename } from "./store/paths.ts";
import type { Ingested, IngestedRun } from "./ingest.ts";
import { FOREIGN_LIMITS } from "./store/arrow_walk.ts";
import { benchmarkFileOf, jsonOf } from "./store/data_set.ts";
import { checkSeal, manifestOf } from "./store/manifest.ts";
import { readResult } from "./store/result_file.ts";
import { MEMORY_FILE, TIMING_FILE } from "./store/speed_files.ts";
import type { BenchmarkFile } from "./study/benchmark.ts";
import { type DataProblem, DataProblems } from "./study/data_problems.ts";
import { plannedRuns, type Run, runName } from "./study/run.ts";
import { readStudy } from "./study/study.ts";
import { UNTOLD } from "./study/timed_on.ts";

const MANIFEST = "manifest.json";

/** Bytes of a study or a benchmark file. */
const MOST_JSON = 16 * 2 ** 20;

/** A file, its name as its owner sees it, and its bytes. */
export interface Brought {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a study, the benchmark files it names and any of its result files, each
 * within limits and walked before it is decoded, and held against a manifest if
 * one is among them. Everything wrong is told at once. Timings are passed over:
 * a server's word for its speed cannot be checked.
 */
export function foreign(files: readonly Brought[]): Ingested {
  const problems = differences(files);
  refuse(problems);
  const study = told(
    problems,
    "study.json",
    () => readStudy(json(files, "study.json"), "study.json"),
  );
  refuse(problems);
  const benchmarks = new Map<string, BenchmarkFile>();
  for (const benchmark of study!.benchmarks) {
    const { name, file } = benchmark;
    const read = told(
      problems,
      file,
      () => benchmarkFileOf(json(files, file), benchmark, file),
    );
    if (read) benchmarks.set(name, read);
  }
  const planned = plannedRuns(study!);
  const runs: IngestedRun[] = [];
  for (const { name, bytes } of files.filter(isResult)) {
    const read = told(problems, name, () => runOf(planned, name, bytes));
    if (!read) continue;
    const twin = runs.find(({ run }) => run === read.run);
    if (twin) {
      const problem = `it holds the run of ${twin.file} too`;
      problems.push({ file: name, row: null, problem });
    } else runs.push(read);
  }
  refuse(problems);
  return {
    dataSet: runs[0]?.metadata.dataSet ?? "",
    study: study!,
    absent: planned.filter((run) => !runs.some((each) => each.run === run))
      .map(runName),
    benchmarks,
    runs,
    timings: [],
    timedOn: UNTOLD,
    lent: [],
    memory: [],
  };
}

/**
 * Files that differ from a manifest that came with them. It cannot vouch for
 * who made them, but it tells of damage, also where no compressed buffer does.
 */
function differences(files: readonly Brought[]): DataProblem[] {
  const problems: DataProblem[] = [];
  const brought = files.find(({ name }) => name === MANIFEST);
  if (!brought) return problems;
  const manifest = told(
    problems,
    MANIFEST,
    () => manifestOf(brought.bytes, MANIFEST),
  );
  for (const entry of manifest?.files ?? []) {
    // A browser gives files without their folders.
    const file = files.find(({ name }) =>
      name === entry.path || name === basename(entry.path)
    );
    if (!file) continue;
    told(problems, file.name, () => checkSeal(file.name, entry, file.bytes));
  }
  return problems;
}

/** Whether a file should hold generations, by its name. */
export function isResult({ name }: { readonly name: string }): boolean {
  const last = name.slice(name.lastIndexOf("/") + 1);
  return last.endsWith(".arrow") && last !== TIMING_FILE &&
    last !== MEMORY_FILE;
}

function runOf(
  planned: readonly Run[],
  name: string,
  bytes: Uint8Array,
): IngestedRun {
  const result = readResult(bytes, name, FOREIGN_LIMITS);
  const { benchmark, model, weightBits, kv } = result.metadata;
  const run = planned.find((each) =>
    each.benchmark.name === benchmark && each.model.name === model &&
    each.bits === weightBits &&
    JSON.stringify(each.kv) === JSON.stringify(kv)
  );
  if (!run) throw new TypeError("the study plans no such run");
  return { run, file: name, ...result };
}

function json(files: readonly Brought[], name: string): unknown {
  const found = files.find((file) => file.name === name);
  if (!found) throw new TypeError("it is not among the files: add it");
  if (found.bytes.length > MOST_JSON) {
    throw new TypeError(
      `it has ${found.bytes.length} bytes, more than the ${MOST_JSON} that are taken`,
    );
  }
  return jsonOf(found.bytes, name);
}

/** What an action gives; what it throws is a problem of the file. */
function told<T>(
  problems: DataProblem[],
  file: string,
  action: () => T,
): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof DataProblems) problems.push(...error.problems);
    else {
      const { message } = error as Error;
      const problem = message.replace(`Cannot read ${file}: `, "")
        .replace(`Cannot use ${file}: `, "");
      problems.push({ file, row: null, problem });
    }
    return undefined;
  }
}

function refuse(problems: readonly DataProblem[]): void {
  if (problems.length > 0) {
    throw new DataProblems("Cannot use these files", problems);
  }
}
