import { drawBlocks } from "./draw_blocks.ts";
import { drawSumPlaces, refuseOthers } from "./draw_sums.ts";
import { doublesAt, kernel } from "./kernel.ts";
import type { ProblemDraws } from "./resample.ts";

/** Variance under which all problems count as alike. */
const ZERO_VARIANCE = 1e-12;
/** Shift under which a draw without variance counts as not shifted. */
const NO_SHIFT = 1e-9;

/** A mean over problems and how it moves from draw to draw, in standard errors. */
export interface Studentized {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
  /**
   * (mean of the draw - mean) / standard error of the draw; 0 or an infinity of
   * the shift's sign for a draw without variance. Good until the next call.
   */
  readonly t: Float64Array;
}

/** A mean over problems, its standard error, and what departs from it. */
interface Spread {
  readonly mean: number;
  readonly error: number;
  /** Whether all values are alike, or there is only one. */
  readonly isFlat: boolean;
  /** Value - mean of every problem, and its square. */
  readonly centred: Float64Array;
  readonly squared: Float64Array;
}

/** The mean of one value a problem and how they spread around it. */
export function spreadOf(values: ArrayLike<number>): Spread {
  const n = values.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i]!;
  const mean = total / n;
  const centred = new Float64Array(n);
  const squared = new Float64Array(n);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    centred[i] = values[i]! - mean;
    squared[i] = centred[i]! * centred[i]!;
    squares += squared[i]!;
  }
  return {
    mean,
    error: Math.sqrt(squares / (n - 1) / n),
    isFlat: n === 1 || squares / n < ZERO_VARIANCE,
    centred,
    squared,
  };
}

/**
 * Studentizes the mean of one value a problem by resampling the problems
 * (Efron and Tibshirani 1993, chapter 12; the rule for draws without variance
 * is that of the Python peer). Null for values that are all alike, and for a
 * single one. Refuses draws of another number of problems (TypeError).
 */
export function studentized(
  values: ArrayLike<number>,
  drawn: ProblemDraws,
): Studentized | null {
  const n = values.length;
  const { mean, error, isFlat, centred, squared } = spreadOf(values);
  if (isFlat && n === drawn.problems) return null;
  const { sums, otherSums } = drawSumPlaces(drawn, centred, squared);
  // A draw of one problem repeated has no error to divide by: 0 or an infinity.
  kernel.studentize(sums, otherSums, drawn.draws, n, ZERO_VARIANCE, NO_SHIFT);
  return { mean, error, t: doublesAt(sums, drawn.draws) };
}

/** Largest score, and largest sum of squares of scores, that the kernel takes whole. */
const MOST_SCORE = 181;
const MOST_SQUARES = 2 ** 31 - 1;
const MOST_PROBLEMS = 32_767;

/** Whether `wholeStudentized` takes so many problems of so many samples. */
export function isWhole(problems: number, samples: number): boolean {
  return samples <= MOST_SCORE && problems <= MOST_PROBLEMS &&
    problems * samples ** 2 <= MOST_SQUARES;
}

/**
 * `studentized` of shares, given as counts out of so many samples. With D the
 * sum of a draw less that of all, S the sum of its squares and s its sum, t is
 * D / sqrt(n S - s^2) * sqrt(n - 1) for n problems: samples cancel, and all is
 * exact until the root.
 */
export function wholeStudentized(
  counts: Int32Array,
  samples: number,
  drawn: ProblemDraws,
): Studentized | null {
  const n = counts.length;
  refuseOthers(drawn, n);
  const { place, blocks, free } = drawBlocks(drawn, "pairs");
  const scratch = free + 4 * n;
  const t = Math.ceil((scratch + 8 * n + 8) / 16) * 16;
  new Int32Array(kernel.memory.buffer, free, n).set(counts);
  const total = kernel.wholeShifts(place, blocks, n, free, scratch, t);
  const spread = kernel.SPREAD.value;
  if (spread === 0) return null;
  return {
    mean: total / (samples * n),
    error: Math.sqrt(spread / (n - 1)) / (n * samples),
    t: doublesAt(t, drawn.draws),
  };
}
