/**
 * 95 % intervals of a mean over problems: what it might be on new problems,
 * not on fresh samples of these (rerun_error.ts). Why this method:
 * statistics.md A2.
 */
import { extremes } from "./extremes.ts";
import type { ProblemDraws } from "./resample.ts";
import {
  isWhole,
  type Studentized,
  studentized,
  wholeStudentized,
} from "./studentized.ts";

/** A mean with its 95 % interval; all in 0-1. */
export interface Interval {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** Normal quantile of 97.5 %. */
const Z = 1.959963984540054;
/** Room for rounding in a score. */
const SLACK = 1e-9;
/** Draws from which the lowest lies at the 2.5 % point. */
const FEWEST_DRAWS = 39;

const clip = (share: number) => Math.min(1, Math.max(0, share));

/**
 * Wilson's 95 % score interval of a share p of n trials (Wilson 1927), in 0-1.
 * Refuses with a RangeError a p outside 0-1 and an n that is no whole number above 0.
 */
export function wilson(p: number, n: number): { lower: number; upper: number } {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(
      `Cannot give an interval of a share: it is not in 0-1, ${p}`,
    );
  }
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(
      `Cannot give an interval of a share: the trials cannot be ${n}`,
    );
  }
  const scale = 1 + (Z * Z) / n;
  const centre = (p + (Z * Z) / (2 * n)) / scale;
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) /
    scale;
  // Rounding must not leave the share itself outside, as it would at 0 and 1.
  return {
    lower: clip(Math.min(p, centre - half)),
    upper: clip(Math.max(p, centre + half)),
  };
}

/**
 * Bootstrap-t over problems (Efron and Tibshirani 1993, chapter 12; the quantiles and the rule for draws
 * without variance are those of the Python peer): the 2.5 and 97.5 % points of
 * the studentized shift of every resample, turned around the mean, clipped to
 * 0-1. `scores` holds one score in 0-1 per problem. Problems that all score
 * alike, or a single one, give Wilson's interval with n = problems.
 *
 * Refuses draws of another number of problems (TypeError), scores outside 0-1
 * and fewer than 39 draws (RangeError).
 */
export function bootstrapT(
  scores: ArrayLike<number>,
  drawn: ProblemDraws,
): Interval {
  refuseFew(drawn);
  const mean = meanOf(scores);
  return around(mean, scores.length, studentized(scores, drawn));
}

/**
 * `bootstrapT` of shares, given as counts out of so many samples: in whole
 * numbers, so that equal counts give equal intervals, whatever the problems they
 * fall on. Refuses counts outside 0 to `samples` too (RangeError).
 */
export function bootstrapTOfCounts(
  counts: Int32Array,
  samples: number,
  drawn: ProblemDraws,
): Interval {
  const n = counts.length;
  if (!isWhole(n, samples)) {
    return bootstrapT(
      Float64Array.from(counts, (count) => count / samples),
      drawn,
    );
  }
  refuseFew(drawn);
  let total = 0;
  for (const count of counts) {
    if (!(count >= 0 && count <= samples)) {
      throw new RangeError(
        `Cannot give an interval of shares: ${count} of ${samples} is none`,
      );
    }
    total += count;
  }
  const found = wholeStudentized(counts, samples, drawn);
  return around(total / (samples * n), n, found);
}

/** The interval around a mean over so many problems. */
function around(mean: number, n: number, found: Studentized | null): Interval {
  if (!found) return { mean, ...wilson(clip(mean), n) };
  const [low, high] = tails(found.t);
  return {
    mean,
    lower: clip(mean - high * found.error),
    upper: clip(mean - low * found.error),
  };
}

/** Refuses draws too few for the tails of a 95 % interval. */
export function refuseFew({ draws }: ProblemDraws): void {
  if (draws >= FEWEST_DRAWS) return;
  throw new RangeError(
    `Cannot give a 95 % interval from ${draws} draws: give at least ${FEWEST_DRAWS}`,
  );
}

function meanOf(scores: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (!(score >= -SLACK && score <= 1 + SLACK)) {
      throw new RangeError(
        `Cannot give an interval of scores: one is not in 0-1, ${score}`,
      );
    }
    total += score;
  }
  return total / scores.length;
}

/** The order statistic (draws + 1) * 2.5 %, rounded down, counted from 1, and its mirror image. */
export function tails(t: Float64Array): [low: number, high: number] {
  return extremes(t, Math.floor((t.length + 1) * 0.025));
}
