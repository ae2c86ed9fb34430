/** Logs of other tools -> the generations of a run at one budget, and what is known of each log. */
import {
  answerReader,
  type Benchmark,
  type BenchmarkFile,
} from "../../pipeline/study/benchmark.ts";
import type { Generation } from "../../pipeline/study/generation.ts";
import type { Log, Reading } from "../../pipeline/study/imported.ts";
import { answerText } from "./answer_text.ts";
import {
  type ForeignLog,
  type LoggedProblem,
  refuseLog,
} from "./foreign_log.ts";
import { type Match, matched } from "./matched.ts";

/** A log and what is known of it as a file. */
export type FiledLog = Pick<Log, "tool" | "file" | "sha256" | "given"> & {
  readonly log: ForeignLog;
  readonly toolVersion: string;
};

/** What the logs together must give. */
export interface Wanted {
  readonly benchmark: Benchmark;
  readonly benchmarkFile: BenchmarkFile;
  readonly reading: Reading;
  readonly budget: number;
  /** Responses to each problem. */
  readonly samples: number;
  /** Seeds of all samples in their order; null: those the logs tell, the others unknown. */
  readonly seeds: readonly number[] | null;
  readonly match: Match;
}

/** What logs gave. */
export interface Made {
  /** By problem and sample. */
  readonly rows: readonly Generation[];
  readonly logs: readonly Log[];
}

/**
 * The generations of logs, their samples numbered in the order of the logs.
 * DataProblems or RangeError where a problem lacks responses or has too many,
 * and where seeds contradict each other: two samples with one seed would be one
 * sample counted twice.
 */
export function generationsFrom(
  filed: readonly FiledLog[],
  wanted: Wanted,
): Made {
  const { benchmark, benchmarkFile, match } = wanted;
  refuseTwins(filed);
  const all = filed.map((each) => {
    refuseLong(each.file, each.log.problems, wanted.budget);
    const found = matched(
      each.log,
      each.file,
      benchmark,
      benchmarkFile,
      match,
    );
    return { ...each, found, samples: samplesIn(each.file, found, wanted) };
  });
  const total = all.reduce((sum, { samples }) => sum + samples, 0);
  if (total !== wanted.samples) {
    throw new RangeError(
      `Cannot import ${filed.map(({ file }) => file).join(", ")}: ${
        told(total, "response")
      } to each problem, the study has ${wanted.samples} samples`,
    );
  }
  if (wanted.seeds && wanted.seeds.length !== total) {
    throw new RangeError(
      `Cannot use ${told(wanted.seeds.length, "seed")} for ${
        told(total, "sample")
      }: give one for each`,
    );
  }
  const rows: Generation[][] = benchmarkFile.problems.map(() => []);
  const logs: Log[] = [];
  let first = 0;
  for (const each of all) {
    const seeds = seedsOf(each, first, wanted);
    const made = each.found.map((entries, problem) =>
      rowsOf(entries, wanted, problem, first, seeds)
    );
    made.forEach((own, problem) => rows[problem]!.push(...own));
    logs.push(logOf(each, first, seeds, made.flat(), wanted));
    first += each.samples;
  }
  refuseSharedSeeds(logs);
  return { rows: rows.flat(), logs };
}

const told = (count: number, what: string) =>
  `${count} ${what}${count === 1 ? "" : "s"}`;

const responsesOf = (entries: readonly LoggedProblem[]) =>
  entries.flatMap(({ responses }) => responses);

function refuseLong(
  file: string,
  problems: readonly LoggedProblem[],
  budget: number,
): void {
  refuseLog(
    file,
    problems.flatMap(({ place, responses }) =>
      responses.filter(({ tokens }) => (tokens ?? 0) > budget).map((
        { tokens },
      ) => `${place}: its ${tokens} tokens are over the budget of ${budget}`)
    ),
  );
}

/** The same log twice would count its draws twice. */
function refuseTwins(filed: readonly FiledLog[]): void {
  for (const [at, { file, sha256 }] of filed.entries()) {
    const twin = filed.slice(0, at).find((each) => each.sha256 === sha256);
    if (!twin) continue;
    throw new RangeError(
      `Cannot import ${file}: it is the same file as ${twin.file}`,
    );
  }
}

/** Responses to each problem, as many to all of them. */
function samplesIn(
  file: string,
  found: readonly (readonly LoggedProblem[])[],
  { benchmarkFile }: Wanted,
): number {
  const counts = found.map((entries) => responsesOf(entries).length);
  const most = Math.max(...counts);
  refuseLog(
    file,
    counts.flatMap((count, problem) =>
      count === most ? [] : [
        `${benchmarkFile.problems[problem]!.id} has ${
          told(count, "response")
        }, others have ${most}`,
      ]
    ),
  );
  return most;
}

function seedsOf(
  { file, log, samples }: FiledLog & { readonly samples: number },
  first: number,
  { seeds }: Wanted,
): (number | null)[] {
  const given = seeds?.slice(first, first + samples) ??
    Array.from({ length: samples }, () => log.seed);
  const other = given.find((seed) => log.seed !== null && seed !== log.seed);
  if (other !== undefined) {
    throw new RangeError(
      `Cannot import ${file}: its seed is ${log.seed}, --seeds has ${other} for its samples`,
    );
  }
  return given;
}

function refuseSharedSeeds(logs: readonly Log[]): void {
  const known = logs.flatMap(({ seeds }) => seeds)
    .filter((seed) => seed !== null);
  const twin = known.find((seed, at) => known.indexOf(seed) < at);
  if (twin === undefined) return;
  throw new RangeError(
    `Cannot import ${
      logs.map(({ file }) => file).join(", ")
    }: several samples have the seed ${twin}, one draw would be counted more than once`,
  );
}

function rowsOf(
  entries: readonly LoggedProblem[],
  { benchmarkFile, reading, budget }: Wanted,
  problem: number,
  first: number,
  seeds: readonly (number | null)[],
): Generation[] {
  return responsesOf(entries).map(({ text, tokens, stopped }, at) => ({
    problem: benchmarkFile.problems[problem]!.id,
    sample: first + at,
    budget,
    answer: answerText(text, reading),
    thinkingTokens: tokens,
    naturalEnd: stopped ? tokens : null,
    waits: 0,
    seed: seeds[at]!,
  }));
}

function logOf(
  { tool, toolVersion, file, sha256, log, given, found }: FiledLog & {
    readonly found: readonly (readonly LoggedProblem[])[];
  },
  firstSample: number,
  seeds: (number | null)[],
  rows: readonly Generation[],
  wanted: Wanted,
): Log {
  const unknown = [
    ["thinking_tokens", (row: Generation) => row.thinkingTokens],
    ["natural_end", (row: Generation) => row.naturalEnd],
    ["seed", (row: Generation) => row.seed],
  ] as const;
  return {
    tool,
    toolVersion,
    file,
    sha256,
    budget: wanted.budget,
    firstSample,
    seeds,
    told: log.told,
    given,
    unknown: unknown.filter(([, of]) => rows.every((row) => of(row) === null))
      .map(([name]) => name),
    scored: scoredOtherwise(found, wanted),
  };
}

/** How often the tool's score of a single response is not what the benchmark file makes of it. */
function scoredOtherwise(
  found: readonly (readonly LoggedProblem[])[],
  { benchmark, benchmarkFile, reading }: Wanted,
): Log["scored"] {
  const read = answerReader(benchmark);
  const compared = found.flatMap((entries, problem) => {
    const expected = read(benchmarkFile.problems[problem]!.answer);
    return entries.flatMap(({ responses, score }) => {
      if (!score) return [];
      const answer = answerText(responses[0]!.text, reading);
      const right = answer !== null && read(answer) === expected;
      return [{ metric: score.metric, same: right === score.right }];
    });
  });
  if (compared.length === 0) return null;
  return {
    metric: [...new Set(compared.map(({ metric }) => metric))].join(", "),
    responses: compared.length,
    otherwise: compared.filter(({ same }) => !same).length,
  };
}
