/**
 * Standard errors for fresh samples of the same problems: how far an accuracy
 * would move if only the sampling were repeated. How far it would move on
 * other problems is interval.ts (statistics.md A1, A2).
 */
import { isExact, kernelVotes } from "./kernel_votes.ts";
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
 * Rerun error of pass@1, in 0-1: sqrt(sum of p (1 - p) / (N - 1)) / problems,
 * from the right samples of each problem and the N samples each has. Null for
 * N = 1, as a single sample does not tell how samples spread.
 */
export function rerunError(
  rightPerProblem: ArrayLike<number>,
  samples: number,
): number | null {
  const { length } = rightPerProblem;
  refuseNone(length);
  let total = 0;
  for (let i = 0; i < length; i++) {
    const count = rightPerProblem[i]!;
    if (!(count >= 0 && count <= samples)) {
      throw new RangeError(
        `Cannot estimate a rerun error: ${count} of ${samples} samples cannot be right`,
      );
    }
    total += shareVariance(count, samples);
  }
  return samples > 1 ? Math.sqrt(total) / length : null;
}

/**
 * Rerun error of the expected majority vote, per group size, in 0-1: the
 * jackknife over samples, (N - 1)/N times the squared departures of the
 * leave-one-out values from their mean. For a group of 1 that is `rerunError`.
 * Null for a group of all samples of some problem: leaving one out leaves too
 * few. Refuses larger groups.
 */
export function rerunErrors(
  problems: readonly Votes[],
  groups: readonly number[],
): (number | null)[] {
  refuseNone(problems.length);
  const totals = new Float64Array(problems.length);
  let fewest = Infinity;
  problems.forEach(({ right, wrong, missing }, i) => {
    let samples = right + missing;
    for (let c = 0; c < wrong.length; c++) samples += wrong[c]!;
    totals[i] = samples;
    fewest = Math.min(fewest, samples);
  });
  for (const group of groups) {
    if (!Number.isInteger(group) || group < 1 || group > fewest) {
      throw new RangeError(
        `Cannot let a group of ${group} vote: there are ${fewest} samples`,
      );
    }
  }
  const voting = groups.filter((group) => group > 1 && group < fewest);
  const known = knownOf(voting);
  const variances = voting.length === 0
    ? []
    : problems.map((votes, i) =>
      leaveOneOutVariances(votes, totals[i]!, voting, known)
    );
  return groups.map((group) => {
    if (group === fewest) return null;
    if (group === 1) {
      return errorOfMean(
        problems.map(({ right }, i) => shareVariance(right, totals[i]!)),
      );
    }
    const at = voting.indexOf(group);
    return errorOfMean(variances.map((own) => own[at]!));
  });
}

/** Squared standard error of the share of right samples, without bias. */
function shareVariance(right: number, samples: number): number {
  const share = right / samples;
  return share * (1 - share) / (samples - 1);
}

/** Standard error of a mean over problems, from each one's squared error. */
function errorOfMean(variances: readonly number[]): number {
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  return Math.sqrt(total) / variances.length;
}

/** Variances by groups and votes: many problems vote alike. Emptied when it gets large. */
const known = new Map<string, Map<string, Float64Array>>();
const MOST_KNOWN = 10_000;

/** The variances known of some groups. */
function knownOf(groups: readonly number[]): Map<string, Float64Array> {
  const key = groups.join();
  let found = known.get(key);
  if (!found) known.set(key, found = new Map());
  if (found.size >= MOST_KNOWN) found.clear();
  return found;
}

function leaveOneOutVariances(
  votes: Votes,
  samples: number,
  groups: readonly number[],
  known: Map<string, Float64Array>,
): Float64Array {
  if (!isExact(samples, groups.length)) {
    return manyVariances(votes, samples, groups);
  }
  const { right, wrong, missing } = votes;
  // Counts as the letters of a word: none is above the samples that are exact.
  const key = String.fromCharCode(right, missing, ...wrong);
  let variances = known.get(key);
  if (!variances) {
    variances = kernelVotes(
      "variances",
      right,
      wrong.toSorted((a, b) => b - a),
      missing,
      groups,
      Math.max(...groups),
    );
    known.set(key, variances);
  }
  return variances;
}

/** For more samples than the kernel counts. Leaving out one sample gives the same for all samples of an answer, and for answers of equal size. */
function manyVariances(
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
    if (count === 0) continue;
    const less = wrong.with(places[0]!, count - 1);
    without.push([
      count * places.length,
      majorityCurve(right, less, missing, groups),
    ]);
  }
  return Float64Array.from(groups, (_, g) => {
    const sum = (of: (value: number) => number) =>
      without.reduce((all, [weight, curve]) => all + weight * of(curve[g]!), 0);
    const mean = sum((value) => value) / samples;
    return (samples - 1) / samples * sum((value) => (value - mean) ** 2);
  });
}

function refuseNone(problems: number): void {
  if (problems > 0) return;
  throw new RangeError("Cannot estimate a rerun error: there are 0 problems");
}
