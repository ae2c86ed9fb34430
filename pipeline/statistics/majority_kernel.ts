import { CHOOSE, EXACT_SAMPLES, ROW } from "./binomial.ts";

// Kept between calls, so that a call allocates nothing.
const tall = new Uint8Array(EXACT_SAMPLES);
const ways = new Float64Array(ROW * ROW);

/**
 * `winningWays` of one right answer, for all group sizes in one pass and at
 * most 56 samples: `wins[g * top + r]` becomes the number of subsets of
 * `groups[g]` samples in which the right answer leads with r wrong ones beside
 * it. Whole numbers, exact in doubles. `top` is the largest group.
 */
export function countWins(
  right: number,
  wrong: ArrayLike<number>,
  abstaining: number,
  groups: readonly number[],
  top: number,
  wins: Float64Array,
): void {
  wins.fill(0, 0, groups.length * top);
  for (let height = 1; height <= right && height <= top; height++) {
    let free = abstaining;
    let rivals = 0;
    for (let i = 0; i < wrong.length; i++) {
      if (wrong[i]! < height) free += wrong[i]!;
      else tall[rivals++] = wrong[i]!;
    }
    const room = top - height;
    const ties = Math.min(rivals, Math.floor(room / height));
    const width = Math.min(room, rivals * (height - 1)) + 1;
    countRivals(height, rivals, room, ties, width);
    const leading = CHOOSE[right * ROW + height]!;
    for (let g = 0; g < groups.length; g++) {
      let rest = groups[g]! - height;
      for (let r = 0; r <= ties && rest >= 0; r++, rest -= height) {
        let subsets = 0;
        const most = Math.min(rest, width - 1);
        for (let s = Math.max(0, rest - free); s <= most; s++) {
          subsets += ways[r * width + s]! * CHOOSE[free * ROW + rest - s]!;
        }
        wins[g * top + r]! += subsets * leading;
      }
    }
  }
}

/**
 * Ways to take samples from the first `rivals` of `tall` so that r of them
 * reach `height` and the others, below it, give s in all, at r * width + s.
 */
function countRivals(
  height: number,
  rivals: number,
  room: number,
  ties: number,
  width: number,
): void {
  ways.fill(0, 0, (ties + 1) * width);
  ways[0] = 1;
  let before = 0;
  for (let i = 0; i < rivals; i++) {
    const row = tall[i]! * ROW;
    const reach = Math.min(width - 1, before + height - 1);
    // From the top down, so that what is read is still without this rival.
    for (let r = Math.min(ties, i + 1); r >= 0; r--) {
      const at = r * width;
      for (let s = Math.min(reach, room - r * height); s >= 0; s--) {
        let sum = r > 0 ? ways[at - width + s]! * CHOOSE[row + height]! : 0;
        const most = Math.min(height - 1, s);
        for (let x = Math.max(0, s - before); x <= most; x++) {
          sum += ways[at + s - x]! * CHOOSE[row + x]!;
        }
        ways[at + s] = sum;
      }
    }
    before = reach;
  }
}
