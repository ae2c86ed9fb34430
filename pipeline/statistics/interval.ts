/** 95 % intervals of a mean over problems, for new problems. */
import type { ProblemDraws } from "./resample.ts";

/** A mean with its interval, within 0-1. */
export interface Interval {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** Normal quantile of 97.5 %. */
const Z = 1.959963984540054;
/** Variance under which all problems count as alike. */
const ZERO_VARIANCE = 1e-12;
const NO_SHIFT = 1e-9;

const clip = (share: number) => Math.min(1, Math.max(0, share));

/** Wilson's score interval of a share p of n trials (Wilson 1927). */
export function wilson(p: number, n: number): { lower: number; upper: number } {
  const scale = 1 + (Z * Z) / n;
  const centre = (p + (Z * Z) / (2 * n)) / scale;
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) /
    scale;
  return { lower: clip(centre - half), upper: clip(centre + half) };
}

/**
 * Bootstrap-t over problems: the 2.5 and 97.5 % points of the studentized
 * shift of every resample, turned around the mean. Problems that all score
 * alike, or a single one, give Wilson's interval with n = problems.
 * `scores` holds one score in 0-1 per problem.
 */
export function bootstrapT(
  scores: ArrayLike<number>,
  drawn: ProblemDraws,
): Interval {
  const n = scores.length;
  if (n !== drawn.problems) {
    throw new TypeError(
      `Cannot resample ${n} scores: the draws are of ${drawn.problems}`,
    );
  }
  let total = 0;
  for (let i = 0; i < n; i++) total += scores[i]!;
  const mean = total / n;
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
  const t = studentized(centred, squared, drawn);
  const error = Math.sqrt(squares / (n - 1) / n);
  const [low, high] = tails(t);
  return {
    mean,
    lower: clip(mean - high * error),
    upper: clip(mean - low * error),
  };
}

/** Shift over its own standard error, in every draw. */
function studentized(
  centred: Float64Array,
  squared: Float64Array,
  { problems: n, draws, counts }: ProblemDraws,
): Float64Array {
  const t = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    let shift = 0;
    let spread = 0;
    for (let i = 0, at = draw * n; i < n; i++, at++) {
      const count = counts[at]!;
      shift += count * centred[i]!;
      spread += count * squared[i]!;
    }
    shift /= n;
    const variance = spread / n - shift * shift;
    if (variance >= ZERO_VARIANCE) {
      t[draw] = (shift / Math.sqrt(variance)) * Math.sqrt(n - 1);
    } // A draw of one problem repeated has no error to divide by.
    else t[draw] = Math.abs(shift) < NO_SHIFT ? 0 : Math.sign(shift) * Infinity;
  }
  return t;
}

/** The order statistic (draws + 1) * 2.5 %, rounded down, counted from 1, and its mirror image. */
function tails(t: Float64Array): [low: number, high: number] {
  t.sort();
  const low = Math.floor((t.length + 1) * 0.025) - 1;
  return [t[low]!, t[t.length - 1 - low]!];
}
