/** What is wrong with the rows of an import, as far as its logs can tell. */
import type { Generations } from "../study/generation.ts";
import type { Log } from "../study/imported.ts";

/** Takes one thing wrong with a row, or with the whole file. */
type Tell = (row: number | null, problem: string) => void;

/**
 * A row's tokens against its budget. Nothing forced it to fill it: a response
 * may be shorter, and where its end is told it is where its tokens end.
 */
export function responseProblems(
  { thinkingTokens, naturalEnd, waits }: Generations,
  row: number,
  budget: number,
  tell: Tell,
): void {
  const spent = thinkingTokens[row]!;
  const end = naturalEnd[row]!;
  if (spent > budget) {
    tell(row, `${spent} tokens are over the budget of ${budget}`);
  }
  if (spent < -1) tell(row, `its tokens are ${spent}`);
  if (end !== -1 && end !== spent) {
    tell(row, `its natural end ${end} is not the ${spent} tokens it has`);
  }
  if (waits[row]! > 0) {
    tell(row, `its waits are ${waits[row]}, nothing was forced`);
  }
}

/** Every sample of every budget comes from one log, with the seed that log has, and no two share one that is known. */
export function logProblems(
  generations: Generations,
  rowOf: Int32Array,
  budgets: readonly number[],
  samples: number,
  logs: readonly Log[],
  tell: Tell,
): void {
  for (const { budget, file } of logs) {
    if (budgets.includes(budget)) continue;
    tell(null, `log ${file} has a budget of ${budget}, the study none`);
  }
  const from = budgets.map((budget) => samplesFrom(logs, budget));
  budgets.forEach((budget, column) => {
    for (let sample = 0; sample < samples; sample++) {
      const found = from[column]!.get(sample) ?? [];
      if (found.length === 1) continue;
      const which = found.map(({ log }) => log.file).join(" and ") || "no log";
      tell(null, `sample ${sample}, budget ${budget} is from ${which}`);
    }
    const seeds = [...from[column]!.values()].map(([first]) => first!.seed);
    for (const seed of twice(seeds)) {
      tell(null, `two samples of budget ${budget} have the seed ${seed}`);
    }
  });
  rowOf.forEach((row, cell) => {
    if (row < 0) return;
    const sample = Math.floor(cell / budgets.length) % samples;
    const origin = from[cell % budgets.length]!.get(sample)?.[0];
    if (origin) rowProblems(generations, row, origin, tell);
  });
}

/** A log and the seed it has for a sample. */
interface Origin {
  readonly log: Log;
  readonly seed: number | null;
}

/** The logs each sample of a budget is said to come from. */
function samplesFrom(
  logs: readonly Log[],
  budget: number,
): Map<number, Origin[]> {
  const origins = logs.filter((log) => log.budget === budget).flatMap((log) =>
    log.seeds.map((seed, at) => ({ sample: log.firstSample + at, log, seed }))
  );
  return Map.groupBy(origins, ({ sample }) => sample);
}

function twice(seeds: readonly (number | null)[]): Set<number> {
  const known = seeds.filter((seed) => seed !== null);
  return new Set(known.filter((seed, at) => known.indexOf(seed) < at));
}

function rowProblems(
  { thinkingTokens, naturalEnd, seed }: Generations,
  row: number,
  { log, seed: said }: Origin,
  tell: Tell,
): void {
  if (seed[row] !== (said ?? -1)) {
    tell(
      row,
      `its seed ${told(seed[row]!)} is not the ${told(said)} of ${log.file}`,
    );
  }
  const columns = { thinking_tokens: thinkingTokens, natural_end: naturalEnd };
  for (const [name, values] of Object.entries(columns)) {
    const isUnknown = log.unknown.some((each) => each === name);
    if (isUnknown && values[row] !== -1) {
      tell(row, `its ${name} is ${values[row]}, ${log.file} knows none`);
    }
  }
}

const told = (seed: number | null) =>
  seed === null || seed < 0 ? "unknown" : String(seed);
