import { majorityCurve } from "./majority.ts";

/** How the samples of one problem voted. */
export interface Votes {
  readonly right: number;
  /** Samples of each wrong answer. */
  readonly wrong: readonly number[];
  /** Samples without an answer. */
  readonly missing: number;
}

/**
 * Standard error of the expected majority vote for fresh samples of the same
 * problems, per group size: the jackknife over samples, (N - 1)/N times the
 * squared departures of the leave-one-out values. Those are equal within an
 * answer, so each answer is left out once. For a group of one it is the usual
 * sqrt(p (1 - p) / (N - 1)). Null where leaving one out leaves too few voters.
 */
export function rerunErrors(
  problems: readonly Votes[],
  groups: readonly number[],
): (number | null)[] {
  const totals = problems.map(({ right, wrong, missing }) =>
    wrong.reduce((sum, count) => sum + count, right + missing)
  );
  const fewest = Math.min(...totals);
  const voting = groups.filter((group) => group < fewest);
  const variances = new Float64Array(voting.length);
  problems.forEach((votes, i) => {
    const own = leaveOneOutVariances(votes, totals[i]!, voting);
    own.forEach((variance, g) => variances[g]! += variance);
  });
  return groups.map((group) => {
    const at = voting.indexOf(group);
    return at < 0 ? null : Math.sqrt(variances[at]!) / problems.length;
  });
}

function leaveOneOutVariances(
  { right, wrong, missing }: Votes,
  samples: number,
  groups: readonly number[],
): Float64Array {
  const without: [weight: number, curve: Float64Array][] = [];
  if (right > 0) {
    without.push([right, majorityCurve(right - 1, wrong, missing, groups)]);
  }
  if (missing > 0) {
    without.push([missing, majorityCurve(right, wrong, missing - 1, groups)]);
  }
  const alike = Map.groupBy(wrong.keys(), (i) => wrong[i]!);
  for (const [count, places] of alike) {
    const less = wrong.with(places[0]!, count - 1);
    without.push([
      count * places.length,
      majorityCurve(right, less, missing, groups),
    ]);
  }
  return Float64Array.from(groups, (_, g) => {
    const mean = without.reduce((sum, [weight, curve]) =>
      sum + weight * curve[g]!, 0) / samples;
    const departures = without.reduce(
      (sum, [weight, curve]) =>
        sum + weight * (curve[g]! - mean) ** 2,
      0,
    );
    return ((samples - 1) / samples) * departures;
  });
}
