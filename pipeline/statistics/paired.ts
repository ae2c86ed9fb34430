/** Differences between two scenarios, problem by problem: four times as sharp as two intervals side by side (statistics.md A2). */
import { type Interval, refuseFew, tails, wilson } from "./interval.ts";
import type { ProblemDraws } from "./resample.ts";
import { studentized } from "./studentized.ts";

const clip = (difference: number) => Math.min(1, Math.max(-1, difference));

/** a - b of every problem. Refuses with a TypeError lists of different lengths. */
export function differences(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Float64Array {
  if (a.length !== b.length) {
    throw new TypeError(
      `Cannot compare problem by problem: ${a.length} scores stand beside ${b.length}`,
    );
  }
  const found = new Float64Array(a.length);
  for (let i = 0; i < found.length; i++) found[i] = a[i]! - b[i]!;
  return found;
}

/**
 * The mean over problems of a - b with its 95 % interval for new problems, all
 * in -1 to 1: bootstrap-t over the differences, with the draws that all
 * scenarios share. Where every problem differs alike, Wilson's interval of
 * (1 + difference) / 2 with n = problems. Scores are in 0-1, one a problem.
 *
 * Refuses lists of different lengths or of another number of problems than the
 * draws (TypeError), scores that are no shares and fewer than 39 draws
 * (RangeError).
 */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  drawn: ProblemDraws,
): Interval {
  refuseFew(drawn);
  const between = differences(a, b);
  for (const difference of between) {
    if (Math.abs(difference) <= 1) continue;
    throw new RangeError(
      `Cannot compare problem by problem: two shares cannot differ by ${difference}`,
    );
  }
  const found = studentized(between, drawn);
  if (!found) {
    const mean = between[0]!;
    const { lower, upper } = wilson((1 + mean) / 2, between.length);
    return { mean, lower: 2 * lower - 1, upper: 2 * upper - 1 };
  }
  const [low, high] = tails(found.t);
  return {
    mean: found.mean,
    lower: clip(found.mean - high * found.error),
    upper: clip(found.mean - low * found.error),
  };
}
