import { columns, withPlaces } from "../store/columns_kernel.ts";
import type { Generations } from "../study/generation.ts";

/** The cells a run must fill, problems by their place among the run's own words. */
interface Shape {
  readonly problems: Int32Array;
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
  if (!(seed instanceof Uint32Array)) return false;
  return withPlaces(
    [
      problem,
      sample,
      budget,
      thinkingTokens,
      naturalEnd,
      waits,
      seed,
      problems,
      Int32Array.from(budgets),
    ],
    0,
    ([p, s, b, t, e, w, d, order, tokens]) =>
      columns.plainlySound(
        ...[p!, s!, b!, t!, e!, w!, d!, order!, problems.length, samples],
        ...[tokens!, width],
      ) !== 0,
  );
}
