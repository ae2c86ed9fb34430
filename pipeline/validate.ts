/** Runs -> sound runs, or every problem found. */
import type { Ingested, IngestedRun } from "./ingest.ts";
import type { BenchmarkFile } from "./study/benchmark.ts";
import { type DataProblem, DataProblems } from "./study/data_problems.ts";
import { kvName } from "./study/kv_strategy.ts";
import {
  plannedImport,
  plannedMetadata,
  type Run,
  type RunMetadata,
} from "./study/run.ts";
import { budgetsOf, samplesOf, type Study } from "./study/study.ts";
import { logProblems, responseProblems } from "./validate/imported_problems.ts";
import { isPlainlySound } from "./validate/plainly_sound.ts";
import {
  endProblems,
  seedProblems,
  tokenProblems,
} from "./validate/trajectory_problems.ts";

/** A run with every cell present once, arranged by problem, sample and budget. */
export interface SoundRun {
  readonly run: Run;
  readonly metadata: RunMetadata;
  /** Problem ids in the order of the benchmark file. */
  readonly problems: readonly string[];
  readonly samples: number;
  readonly budgets: readonly number[];
  /** Distinct answer texts. */
  readonly answers: readonly string[];
  /** Code of the answer of a cell, -1 for none; cell = (problem * samples + sample) * budgets + budget. */
  readonly answer: Int32Array;
}

/** Checks every run against the study; all problems are told in one pass. */
export function validate(
  { dataSet, study, benchmarks, runs }: Pick<
    Ingested,
    "dataSet" | "study" | "benchmarks" | "runs"
  >,
): SoundRun[] {
  const problems: DataProblem[] = [];
  const set = { dataSet, study, benchmarks };
  const sound = runs.map((run) => validateRun(run, set, problems));
  refuseUnsound(dataSet, problems);
  return sound;
}

/** Checks one run against the study, adding what is wrong with it to the problems: it may only be used when there are none. */
export function validateRun(
  ingested: IngestedRun,
  { dataSet, study, benchmarks }: Pick<
    Ingested,
    "dataSet" | "study" | "benchmarks"
  >,
  problems: DataProblem[],
): SoundRun {
  const benchmark = benchmarks.get(ingested.run.benchmark.name)!;
  problems.push(...metadataProblems(ingested, study, dataSet));
  return arrange(ingested, study, benchmark, problems);
}

/** Refuses a data set with a run that is not sound. */
export function refuseUnsound(
  dataSet: string,
  problems: readonly DataProblem[],
): void {
  if (problems.length === 0) return;
  throw new DataProblems(`Cannot use data set ${dataSet}`, problems);
}

/** Where a file's own account of itself departs from the study. */
function metadataProblems(
  { run, metadata, file }: IngestedRun,
  study: Study,
  dataSet: string,
): DataProblem[] {
  const planned = study.kind === "imported"
    ? plannedImport(dataSet, study, run)
    : plannedMetadata(dataSet, study, run);
  return Object.entries(planned).flatMap(([key, wanted]) => {
    const found = (metadata as Readonly<Record<string, unknown>>)[key];
    return isAlike(found, wanted) ? [] : [{
      file,
      row: null,
      problem: `its ${key} is ${canonical(found)}, the study says ${
        canonical(wanted)
      }`,
    }];
  });
}

/** Whether two settings are equal; most are written in the same order. */
function isAlike(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b) ||
    canonical(a) === canonical(b);
}

/** JSON with sorted keys, so that equal settings are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, inner) =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1),
        )
        : inner,
  );
}

/** Where each id stands among some words; -1 where it does not. */
function placesOf(
  ids: readonly string[],
  words: readonly string[],
): Int32Array {
  // Most files name the problems in the order of the benchmark.
  if (ids.length === words.length && ids.every((id, i) => id === words[i])) {
    return Int32Array.from(ids.keys());
  }
  const place = new Map(words.map((word, i) => [word, i]));
  return Int32Array.from(ids, (id) => place.get(id) ?? -1);
}

/** Puts every row into its cell and tells what does not fit. */
function arrange(
  { run, metadata, generations, file }: IngestedRun,
  study: Study,
  benchmark: BenchmarkFile,
  problems: DataProblem[],
): SoundRun {
  const ids = benchmark.problems.map(({ id }) => id);
  const budgets = budgetsOf(study, run.benchmark.name);
  const samples = samplesOf(study, run.kv);
  const tell = (row: number | null, problem: string) =>
    problems.push({ file, row, problem });
  const { answers } = generations;
  const arranged = { run, metadata, problems: ids, samples, budgets, answers };
  const shape = {
    problems: placesOf(ids, generations.problems),
    samples,
    budgets,
  };
  if (metadata.kind !== "imported" && isPlainlySound(generations, shape)) {
    return { ...arranged, answer: generations.answer };
  }
  const place = new Map(ids.map((id, i) => [id, i]));
  const problemAt = generations.problems.map((id) => place.get(id) ?? -1);
  const budgetAt = new Map(budgets.map((budget, i) => [budget, i]));
  const rowOf = new Int32Array(ids.length * samples * budgets.length).fill(-1);
  const answer = new Int32Array(rowOf.length);
  for (let row = 0; row < generations.rows; row++) {
    const problem = problemAt[generations.problem[row]!] ?? -1;
    const sample = generations.sample[row]!;
    const budget = generations.budget[row]!;
    const column = budgetAt.get(budget);
    if (problem < 0) {
      const name = generations.problems[generations.problem[row]!];
      tell(row, `no problem is called ${JSON.stringify(name)}`);
    }
    if (sample >= samples) {
      tell(row, `sample ${sample} is not below ${samples}`);
    }
    if (column === undefined) {
      tell(row, `the study has no budget of ${budget} tokens`);
    }
    if (metadata.kind === "imported") {
      responseProblems(generations, row, budget, tell);
    } else tokenProblems(generations, row, budget, tell);
    if (problem < 0 || sample >= samples || column === undefined) continue;
    const cell = (problem * samples + sample) * budgets.length + column;
    if (rowOf[cell]! >= 0) {
      tell(
        row,
        `${ids[problem]}, sample ${sample}, budget ${budget} stands in row ${
          rowOf[cell]
        } already`,
      );
    } else {
      rowOf[cell] = row;
      answer[cell] = generations.answer[row]!;
    }
  }
  rowOf.forEach((row, cell) => {
    if (row >= 0) return;
    const sample = Math.floor(cell / budgets.length) % samples;
    const problem = ids[Math.floor(cell / budgets.length / samples)];
    tell(
      null,
      `${problem}, sample ${sample}, budget ${
        budgets[cell % budgets.length]
      } is missing`,
    );
  });
  if (metadata.kind === "imported") {
    logProblems(generations, rowOf, budgets, samples, metadata.logs, tell);
  } else {
    seedProblems(generations, rowOf, budgets.length, samples, tell);
    endProblems(generations, rowOf, budgets.length, tell);
  }
  return { ...arranged, answer };
}

/** The run in the words of a validation report. */
export function soundSummary(
  { run, problems, samples, budgets }: SoundRun,
): string {
  return `${run.model.name} ${run.bits}-bit ${
    kvName(run.kv)
  } on ${run.benchmark.name}: ` +
    `${problems.length} problems x ${samples} samples x ${budgets.length} budgets`;
}
