/**
 * Majority@G: the expected score of a plurality vote among G of the N samples
 * of one problem, drawn without replacement. The exact mean over all C(N, G)
 * subsets, unbiased for G fresh samples (a U-statistic; statistics.md A1).
 */
import { EXACT_SAMPLES } from "./binomial.ts";
import { type Counting, IN_BIGINTS, IN_DOUBLES } from "./counting.ts";
import { isExact, kernelVotes } from "./kernel_votes.ts";
import { type Classes, winningWays } from "./winning_ways.ts";

/** What a tie scores in which k of the r leading answers are right: k/r, 0 unless all are, or 1. */
export type Tie = "uniform" | "pessimistic" | "optimistic";

/** How samples without an answer vote: not at all, as one wrong answer, or each as its own. */
export type InvalidPolicy = "abstain" | "as_answer" | "distinct";

/** How the samples of one problem voted, and which vote is asked for. */
export interface MajorityVote {
  /** Samples per distinct answer, those without one excluded. */
  readonly counts: readonly number[];
  /** Which of the counts are right, by index. */
  readonly correctClasses: readonly number[];
  /** Samples without an answer. */
  readonly invalid: number;
  /** Samples that vote, at least 1. */
  readonly group: number;
  /** "uniform" unless given. */
  readonly tie?: Tie;
  /** "abstain" unless given. */
  readonly invalidPolicy?: InvalidPolicy;
}

/**
 * Expected score in 0-1 of a majority vote on one problem, with any rule for
 * ties and missing answers. A subset without any vote scores 0. Refuses with a
 * RangeError counts that are not whole, right answers that are not there, and
 * groups below 1 or larger than the samples.
 */
export function majorityAccuracy({
  counts,
  correctClasses,
  invalid,
  group,
  tie = "uniform",
  invalidPolicy = "abstain",
}: MajorityVote): number {
  const samples = sampleCount(counts, invalid);
  refuseGroup(group, samples);
  for (const at of correctClasses) {
    if (counts[at] === undefined) {
      throw new RangeError(
        `Cannot find the right answer: there are ${counts.length} answers, no ${at}`,
      );
    }
  }
  const right = counts.filter((_, at) => correctClasses.includes(at));
  const wrong = counts.filter((_, at) => !correctClasses.includes(at));
  const { more, abstaining } = votesOfMissing(invalid, invalidPolicy);
  const classes = { right, wrong: [...wrong, ...more], abstaining };
  return samples <= EXACT_SAMPLES
    ? expectedScore(classes, samples, group, tie, IN_DOUBLES)
    : expectedScore(classes, samples, group, tie, IN_BIGINTS);
}

/**
 * Expected majority@G of one problem for every group size at once, in 0-1:
 * what `majorityAccuracy` gives for one right answer by default, fast.
 * `right` and `invalid` count samples, `wrong` those of each wrong answer, in
 * any order. The other policies: add `invalid` to `wrong`, as one answer or as
 * so many ones. Refuses what `majorityAccuracy` does.
 */
export function majorityCurve(
  right: number,
  wrong: ArrayLike<number>,
  invalid: number,
  groups: readonly number[],
): Float64Array {
  const samples = sampleCount(wrong, sampleCount([right], invalid));
  let top = 0;
  for (let g = 0; g < groups.length; g++) {
    refuseGroup(groups[g]!, samples);
    if (groups[g]! > top) top = groups[g]!;
  }
  const scores = new Float64Array(groups.length);
  // One sample alone is not outvoted.
  if (top === 1) return scores.fill(right / samples);
  if (!isExact(samples, groups.length)) {
    const counts = [right, ...Array.from(wrong)];
    return scores.map((_, g) =>
      majorityAccuracy({
        counts,
        correctClasses: [0],
        invalid,
        group: groups[g]!,
      })
    );
  }
  return kernelVotes("majority", right, wrong, invalid, groups, top);
}

/** All samples of a problem; refuses counts that are none. */
function sampleCount(counts: ArrayLike<number>, invalid: number): number {
  let samples = refuseCount(invalid);
  for (let i = 0; i < counts.length; i++) samples += refuseCount(counts[i]!);
  return samples;
}

function refuseCount(count: number): number {
  if (Number.isInteger(count) && count >= 0) return count;
  throw new RangeError(
    `Cannot count votes: a number of samples is a whole one, not ${count}`,
  );
}

function refuseGroup(group: number, samples: number): void {
  if (Number.isInteger(group) && group >= 1 && group <= samples) return;
  throw new RangeError(
    `Cannot let a group of ${group} vote: there are ${samples} samples`,
  );
}

/** Wrong answers that missing ones add, and samples left that cast no vote. */
function votesOfMissing(
  invalid: number,
  policy: InvalidPolicy,
): { more: number[]; abstaining: number } {
  switch (policy) {
    case "abstain":
      return { more: [], abstaining: invalid };
    case "as_answer":
      return { more: [invalid], abstaining: 0 };
    case "distinct":
      return { more: Array<number>(invalid).fill(1), abstaining: 0 };
  }
}

/** Mean score over all subsets: counted by their tie first, divided last. */
function expectedScore<T>(
  classes: Classes,
  samples: number,
  group: number,
  tie: Tie,
  counting: Counting<T>,
): number {
  const all = counting.chooseRow(samples, group)[group]!;
  let score = 0;
  winningWays(classes, group, counting).forEach((besideRight, k) =>
    besideRight.forEach((subsets, r) => {
      if (k === 0) return;
      score += tieScore(tie, k, r) * counting.share(subsets, all);
    })
  );
  return score;
}

/** Score of a tie among `right` right and `wrong` wrong answers, `right` at least 1. */
function tieScore(tie: Tie, right: number, wrong: number): number {
  switch (tie) {
    case "uniform":
      return right / (right + wrong);
    case "pessimistic":
      return wrong === 0 ? 1 : 0;
    case "optimistic":
      return 1;
  }
}
