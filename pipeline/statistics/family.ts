/**
 * Many one-sided comparisons at once, the chance of any false one held below a
 * level whatever their correlations: max-t over joint resamples of the
 * problems (Westfall and Young 1993), and step-down p values from the same
 * draws (Romano and Wolf 2005; statistics.md A2).
 */
import { extremes } from "./extremes.ts";
import type { ProblemDraws } from "./resample.ts";
import { spreadOf, studentized } from "./studentized.ts";

/**
 * Fewest problems that must differ for a comparison to be resampled. With
 * fewer, draws that hold hardly any of them have next to no variance, and one
 * such comparison would take its force from all others: among the 10,296 pairs
 * of the paper's serial scenarios, simulated, `critical` is 9.5 with 8 and 6.9
 * with 12.
 */
export const FEWEST_DIFFERING = 12;

/** What a family of comparisons says of each; in the order given. */
export interface FamilyBounds {
  /** Means over the problems. */
  readonly mean: Float64Array;
  /** Lower bounds that hold all at once, not below -1. */
  readonly lower: Float64Array;
  /** Step-down p value of "the mean is not above 0". */
  readonly adjustedP: Float64Array;
  /** Standard errors between a mean and its bound; one comparison alone needs about 1.7. */
  readonly critical: number;
  /** Comparisons resampled; the others, too few of whose problems differ, get the bound -1 and p = 1. */
  readonly resampled: number;
}

/** A comparison's standing before the others are known. */
interface Standing {
  readonly at: number;
  readonly error: number;
  readonly t: number;
}

/**
 * Bounds on the means of many comparisons, each told as one difference in -1
 * to 1 a problem. A bound above 0 and an adjusted p value of at most `level`
 * both reject "not above 0" with the chance of any false rejection below
 * `level`; the p values reject at least what the bounds do. `comparison(i)` is
 * asked twice for each of `count`, so that none need be kept.
 *
 * Refuses draws of another number of problems (TypeError), a level outside
 * 0-1, and one that needs more draws (RangeError).
 */
export function familyBounds(
  count: number,
  comparison: (i: number) => ArrayLike<number>,
  drawn: ProblemDraws,
  level = 0.05,
): FamilyBounds {
  const tail = Math.floor((drawn.draws + 1) * level);
  if (!(level > 0 && level < 1) || tail < 1) {
    throw new RangeError(
      `Cannot bound comparisons: ${drawn.draws} draws do not reach the level ${level}`,
    );
  }
  const mean = new Float64Array(count);
  const standings: Standing[] = [];
  for (let at = 0; at < count; at++) {
    const values = comparison(at);
    const { mean: own, error, isFlat } = spreadOf(values);
    mean[at] = own;
    if (isFlat || !isResampled(values)) continue;
    standings.push({ at, error, t: own / error });
  }
  // The least convincing first: each is judged against itself and those before it.
  standings.sort((a, b) => a.t - b.t || a.at - b.at);
  const largest = new Float64Array(drawn.draws).fill(-Infinity);
  const adjustedP = new Float64Array(count).fill(1);
  for (const { at, t } of standings) {
    const shifts = studentized(comparison(at), drawn)!.t;
    let reached = 0;
    for (let draw = 0; draw < largest.length; draw++) {
      if (shifts[draw]! > largest[draw]!) largest[draw] = shifts[draw]!;
      if (largest[draw]! >= t) reached++;
    }
    adjustedP[at] = (1 + reached) / (drawn.draws + 1);
  }
  let before = 0;
  for (const { at } of standings.toReversed()) {
    before = Math.max(before, adjustedP[at]!);
    adjustedP[at] = before;
  }
  const [, critical] = extremes(largest, tail);
  const lower = new Float64Array(count).fill(-1);
  for (const { at, error } of standings) {
    lower[at] = Math.max(-1, mean[at]! - critical * error);
  }
  return { mean, lower, adjustedP, critical, resampled: standings.length };
}

/** Whether enough problems differ. */
function isResampled(values: ArrayLike<number>): boolean {
  let differing = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) differing++;
  return differing >= FEWEST_DIFFERING;
}
