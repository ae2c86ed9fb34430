import type { Generations } from "../study/generation.ts";

/** The cells a run must fill, problems by their place among the run's own words. */
interface Shape {
  readonly problems: readonly number[];
  readonly samples: number;
  readonly budgets: readonly number[];
}

/** Samples up to which seeds are compared each with each. */
const MOST_SAMPLES = 64;

/**
 * Whether a run's rows stand one a cell by problem, sample and budget and
 * nothing is wrong with any: what sealing writes, decided in one pass without
 * words. False decides nothing.
 */
export function isPlainlySound(
  { rows, problem, sample, budget, thinkingTokens, naturalEnd, waits, seed }:
    Generations,
  { problems, samples, budgets }: Shape,
): boolean {
  const width = budgets.length;
  if (rows !== problems.length * samples * width || samples > MOST_SAMPLES) {
    return false;
  }
  const tokens = Int32Array.from(budgets);
  let row = 0;
  for (let p = 0; p < problems.length; p++) {
    const own = problems[p]!;
    const first = row;
    for (let s = 0; s < samples; s++) {
      const start = row;
      const its = seed[start]!;
      let end = -1;
      let waited = 0;
      for (let b = 0; b < width; b++, row++) {
        const most = tokens[b]!;
        if (
          problem[row] !== own || sample[row] !== s || budget[row] !== most ||
          thinkingTokens[row] !== most || seed[row] !== its
        ) return false;
        const told = naturalEnd[row]!;
        const times = waits[row]!;
        // Once it has ended by itself, it has at every larger budget.
        if (told < 0 ? told < -1 || end >= 0 || times > 0 : told > most) {
          return false;
        }
        if (told >= 0) {
          if (end >= 0 ? told !== end : b > 0 && tokens[b - 1]! > told) {
            return false;
          }
          end = told;
        }
        if (times < waited) return false;
        waited = times;
      }
      for (let other = first; other < start; other += width) {
        if (seed[other] === its) return false;
      }
    }
  }
  return true;
}
