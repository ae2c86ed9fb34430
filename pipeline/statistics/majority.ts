/** The expected score of a plurality vote among G of N samples, over all C(N, G) subsets. */
import { binomials } from "./binomial.ts";

/** What a tie among the most frequent answers scores. */
export type Tie = "uniform" | "pessimistic" | "optimistic";

/** How samples without an answer vote: not at all, as one wrong answer, or each as its own. */
export type InvalidPolicy = "abstain" | "as_answer" | "distinct";

/** How the samples of one problem voted, and which vote is asked for. */
export interface MajorityVote {
  /** Samples per distinct answer, those without one excluded. */
  readonly counts: readonly number[];
  /** Which of the counts are right. */
  readonly correctClasses: readonly number[];
  /** Samples without an answer. */
  readonly invalid: number;
  /** Samples that vote. */
  readonly group: number;
  /** A tie among r answers of which k are right scores k/r, 0 or 1. */
  readonly tie?: Tie;
  readonly invalidPolicy?: InvalidPolicy;
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

let wrongWays = new Float64Array(0);
let rightWays = new Float64Array(0);

/**
 * Ways to take s samples from some classes so that none gives more than
 * `height` and exactly r give `height`; at s * (ties + 1) + r of `ways`.
 */
function countWays(
  classes: ArrayLike<number>,
  height: number,
  room: number,
  ties: number,
  ways: Float64Array,
  choose: Float64Array,
  width: number,
): void {
  const stride = ties + 1;
  ways.fill(0, 0, (room + 1) * stride);
  ways[0] = 1;
  let reach = 0;
  for (let i = 0; i < classes.length; i++) {
    const row = classes[i]! * width;
    const most = Math.min(classes[i]!, height, room);
    reach = Math.min(room, reach + most);
    for (let s = reach; s > 0; s--) {
      for (let r = Math.min(ties, i + 1); r >= 0; r--) {
        let sum = ways[s * stride + r]!;
        for (let x = Math.min(most, s); x > 0; x--) {
          if (x < height) sum += ways[(s - x) * stride + r]! * choose[row + x]!;
          else if (r > 0) {
            sum += ways[(s - x) * stride + r - 1]! * choose[row + x]!;
          }
        }
        ways[s * stride + r] = sum;
      }
    }
  }
}

/**
 * The expected score for every group size. For each height the winners may
 * reach, counts the subsets in which they do: a sum of positive integers in
 * doubles, exact while C(N, G) < 2^53 and within 1e-13 beyond.
 */
function expectedVotes(
  right: ArrayLike<number>,
  wrong: ArrayLike<number>,
  abstaining: number,
  groups: readonly number[],
  tie: Tie,
): Float64Array {
  let total = abstaining;
  let tallest = 0;
  for (let i = 0; i < right.length; i++) {
    total += right[i]!;
    tallest = Math.max(tallest, right[i]!);
  }
  for (let i = 0; i < wrong.length; i++) total += wrong[i]!;
  let top = 0;
  for (const group of groups) {
    if (!Number.isInteger(group) || group < 1 || group > total) {
      throw new RangeError(
        `Cannot let ${group} samples vote: there are ${total}`,
      );
    }
    top = Math.max(top, group);
  }
  const { table: choose, width } = binomials(total);
  const size = (top + 1) * (top + 1);
  if (wrongWays.length < size) {
    wrongWays = new Float64Array(size);
    rightWays = new Float64Array(size);
  }
  const scores = new Float64Array(groups.length);
  const scored = new Float64Array(top + 1);
  for (let height = 1; height <= Math.min(top, tallest); height++) {
    const room = top - height;
    const wrongTies = Math.floor(room / height);
    const rightTies = Math.min(right.length, Math.floor(top / height));
    countWays(wrong, height, room, wrongTies, wrongWays, choose, width);
    countWays(right, height, top, rightTies, rightWays, choose, width);
    for (let taken = height; taken <= top; taken++) {
      for (let winners = 1; winners <= rightTies; winners++) {
        const rightCount = rightWays[taken * (rightTies + 1) + winners]!;
        if (rightCount === 0) continue;
        for (let s = 0; s <= top - taken; s++) {
          let sum = 0;
          for (let losers = 0; losers <= wrongTies; losers++) {
            const ways = wrongWays[s * (wrongTies + 1) + losers]!;
            if (ways > 0) sum += ways * tieScore(tie, winners, losers);
          }
          scored[s] = sum * rightCount;
        }
        for (let g = 0; g < groups.length; g++) {
          const spare = groups[g]! - taken;
          for (let s = 0; s <= spare; s++) {
            if (spare - s <= abstaining) {
              scores[g]! += scored[s]! *
                choose[abstaining * width + spare - s]!;
            }
          }
        }
      }
    }
  }
  for (let g = 0; g < groups.length; g++) {
    scores[g]! /= choose[total * width + groups[g]!]!;
  }
  return scores;
}

/**
 * Expected majority@G for every group size at once: ties uniform, samples
 * without an answer abstain. `wrong` holds the samples of each wrong answer.
 * Refuses a group larger than the samples.
 */
export function majorityCurve(
  right: number,
  wrong: ArrayLike<number>,
  invalid: number,
  groups: readonly number[],
): Float64Array {
  return expectedVotes([right], wrong, invalid, groups, "uniform");
}

/** Expected majority@G of one problem, with any rule for ties and missing answers. */
export function majorityAccuracy({
  counts,
  correctClasses,
  invalid,
  group,
  tie = "uniform",
  invalidPolicy = "abstain",
}: MajorityVote): number {
  for (const count of [...counts, invalid]) {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(
        `Cannot count votes: ${count} is not a number of samples`,
      );
    }
  }
  for (const right of correctClasses) {
    if (!Number.isInteger(right) || counts[right] === undefined) {
      throw new RangeError(
        `Cannot find right answer ${right}: there are ${counts.length} answers`,
      );
    }
  }
  const isRight = new Set(correctClasses);
  const right = counts.filter((_, i) => isRight.has(i));
  const wrong = counts.filter((_, i) => !isRight.has(i));
  const vote = (more: readonly number[], abstaining: number) =>
    expectedVotes(right, [...wrong, ...more], abstaining, [group], tie)[0]!;
  switch (invalidPolicy) {
    case "abstain":
      return vote([], invalid);
    case "as_answer":
      return vote([invalid], 0);
    case "distinct":
      return vote(Array<number>(invalid).fill(1), 0);
  }
}
