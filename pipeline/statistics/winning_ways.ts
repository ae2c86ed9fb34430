import type { Counting } from "./counting.ts";

/** How the samples of one problem voted, right and wrong answers apart. */
export interface Classes {
  /** Samples of each right answer. */
  readonly right: readonly number[];
  /** Samples of each wrong answer. */
  readonly wrong: readonly number[];
  /** Samples that cast no vote. */
  readonly abstaining: number;
}

/**
 * The subsets of `group` samples in which exactly k right and r wrong answers
 * share the most votes, for every k and r, at `[k][r]`: whole numbers. A
 * subset without any vote counts as k = r = 0, so that all sum to C(N, group).
 *
 * For each height the leaders may have (statistics.md A1) only answers that
 * can reach it need counting one by one. All others give any number of their
 * samples, as abstaining ones do, and are counted together.
 */
export function winningWays<T>(
  { right, wrong, abstaining }: Classes,
  group: number,
  counting: Counting<T>,
): T[][] {
  const { zero, plus, times, chooseRow } = counting;
  const won = Array.from(
    { length: right.length + 1 },
    () => Array<T>(wrong.length + 1).fill(zero),
  );
  won[0]![0] = chooseRow(abstaining, group)[group]!;
  const tallest = Math.max(0, ...right, ...wrong);
  for (let height = 1; height <= Math.min(group, tallest); height++) {
    const short = [...right, ...wrong].filter((count) => count < height);
    const free = short.reduce((sum, count) => sum + count, abstaining);
    const resting = chooseRow(free, group);
    const ofRight = leaders(right, height, group, counting);
    const ofWrong = leaders(wrong, height, group, counting);
    ofRight.forEach((rightWays, k) =>
      ofWrong.forEach((wrongWays, r) => {
        if (k + r === 0) return;
        const room = group - (k + r) * height;
        rightWays.forEach((ways, s) =>
          wrongWays.forEach((more, t) => {
            if (s + t > room) return;
            const subsets = times(times(ways, more), resting[room - s - t]!);
            won[k]![r] = plus(won[k]![r]!, subsets);
          })
        );
      })
    );
  }
  return won;
}

/**
 * Ways to take samples from the answers that can reach `height`, so that none
 * passes it, by how many answers reach it and how many samples the others
 * give: `[leaders][samples]`, at most `group` samples in all.
 */
function leaders<T>(
  classes: readonly number[],
  height: number,
  group: number,
  { zero, one, plus, times, chooseRow }: Counting<T>,
): T[][] {
  const tall = classes.filter((count) => count >= height);
  const most = Math.min(tall.length, Math.floor(group / height));
  const ways = Array.from({ length: most + 1 }, (_, leading) => {
    const others = tall.length - leading;
    const room = Math.min(group - leading * height, others * (height - 1));
    return Array<T>(room + 1).fill(zero);
  });
  ways[0]![0] = one;
  for (const count of tall) {
    const giving = chooseRow(count, height);
    // From the top down, so that what is read is still without this answer.
    for (let leading = most; leading >= 0; leading--) {
      const row = ways[leading]!;
      for (let s = row.length - 1; s >= 0; s--) {
        let sum = leading > 0
          ? times(ways[leading - 1]![s]!, giving[height]!)
          : zero;
        for (let x = Math.min(height - 1, s); x >= 0; x--) {
          sum = plus(sum, times(row[s - x]!, giving[x]!));
        }
        row[s] = sum;
      }
    }
  }
  return ways;
}
