/**
 * 95 % intervals of a mean over problems: what it might be on new problems,
 * not on fresh samples of these (rerun_error.ts). Why this method:
 * statistics.md A2.
 */
import { drawSums } from "./draw_sums.ts";
import { extremes } from "./extremes.ts";
import type { ProblemDraws } from "./resample.ts";

/** A mean with its 95 % interval; all in 0-1. */
export interface Interval {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** Normal quantile of 97.5 %. */
const Z = 1.959963984540054;
/** Variance under which all problems count as alike. */
const ZERO_VARIANCE = 1e-12;
/** Shift under which a draw without variance counts as not shifted. */
const NO_SHIFT = 1e-9;
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
  const n = scores.length;
  refuseMismatch(n, drawn);
  const mean = meanOf(scores);
  const centred = new Float64Array(n);
  const squared = new Float64Array(n);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    centred[i] = scores[i]! - mean;
    squared[i] = centred[i]! * centred[i]!;
    squares += squared[i]!;
  }
  if (n === 1 || squares / n < ZERO_VARIANCE) {
    return { mean, ...wilson(clip(mean), n) };
  }
  const [low, high] = tails(studentized(centred, squared, drawn));
  const error = Math.sqrt(squares / (n - 1) / n);
  return {
    mean,
    lower: clip(mean - high * error),
    upper: clip(mean - low * error),
  };
}

function refuseMismatch(scores: number, { problems, draws }: ProblemDraws) {
  if (scores !== problems) {
    throw new TypeError(
      `Cannot resample ${scores} scores: the draws are of ${problems}`,
    );
  }
  if (draws < FEWEST_DRAWS) {
    throw new RangeError(
      `Cannot give a 95 % interval from ${draws} draws: give at least ${FEWEST_DRAWS}`,
    );
  }
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

// Kept between calls, one a draw.
let t = new Float64Array(0);
let spreads = new Float64Array(0);

/** Shift over its own standard error, in every draw; good until the next call. */
function studentized(
  centred: Float64Array,
  squared: Float64Array,
  drawn: ProblemDraws,
): Float64Array {
  const { problems: n, draws } = drawn;
  if (t.length !== draws) {
    t = new Float64Array(draws);
    spreads = new Float64Array(draws);
  }
  drawSums(drawn, centred, squared, t, spreads);
  const root = Math.sqrt(n - 1);
  for (let draw = 0; draw < draws; draw++) {
    const shift = t[draw]! / n;
    const variance = spreads[draw]! / n - shift * shift;
    if (variance >= ZERO_VARIANCE) {
      t[draw] = (shift / Math.sqrt(variance)) * root;
    } // A draw of one problem repeated has no error to divide by.
    else t[draw] = Math.abs(shift) < NO_SHIFT ? 0 : Math.sign(shift) * Infinity;
  }
  return t;
}

/** The order statistic (draws + 1) * 2.5 %, rounded down, counted from 1, and its mirror image. */
function tails(t: Float64Array): [low: number, high: number] {
  return extremes(t, Math.floor((t.length + 1) * 0.025));
}
