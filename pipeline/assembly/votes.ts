/** Expected majority votes, and how they spread over samples: see majority.ts and rerun_error.ts. */
import { f, put, whole } from "./numbers";

/** Samples up to which counts of subsets are exact in doubles (binomial.ts). */
const SAMPLES: i32 = 56;
const ROW: i32 = SAMPLES + 1;

const CHOOSE = memory.data(57 * 57 * 8, 16);
const TALL = memory.data(57 * 4, 16);
const WAYS = memory.data(57 * 57 * 8, 16);
/** Wrong answers of a problem, falling; groups that vote. */
export const WRONG = memory.data(57 * 4, 16);
export const GROUPS = memory.data(57 * 4, 16);
/** Scores by group, and those without one sample; variances by group. */
export const SCORES = memory.data(57 * 8, 16);
/** Scores of each of at most 58 patterns with one sample less, by group. */
const LESS = memory.data(58 * 57 * 8, 16);
const WEIGHTS = memory.data(58 * 8, 16);

let filled = false;

function fill(): void {
  filled = true;
  for (let n = 0; n < ROW; n++) {
    put(CHOOSE, n * ROW, 1);
    for (let k = 1; k <= n; k++) {
      const above = (n - 1) * ROW + k;
      put(CHOOSE, n * ROW + k, f(CHOOSE, above - 1) + f(CHOOSE, above));
    }
  }
}

/** Expected majority votes of one pattern, by group, at `scores`. */
function curve(
  right: i32,
  wrong: i32,
  missing: i32,
  groups: i32,
  top: i32,
  scores: usize,
): void {
  let samples = right + missing;
  for (let i = 0; i < wrong; i++) samples += whole(WRONG, i);
  memory.fill(scores, 0, groups << 3);
  // Wins by group and number of wrong answers beside the right one, divided at the end: whole numbers until then.
  const wins = WINS;
  memory.fill(wins, 0, groups * top << 3);
  for (let height = 1; height <= right && height <= top; height++) {
    let free = missing;
    let rivals = 0;
    for (let i = 0; i < wrong; i++) {
      const count = whole(WRONG, i);
      if (count < height) free += count;
      else store<i32>(TALL + (rivals++ << 2), count);
    }
    const room = top - height;
    const ties = min(rivals, room / height);
    const width = min(room, rivals * (height - 1)) + 1;
    countRivals(height, rivals, room, ties, width);
    const leading = f(CHOOSE, right * ROW + height);
    for (let g = 0; g < groups; g++) {
      let rest = whole(GROUPS, g) - height;
      for (let r = 0; r <= ties && rest >= 0; r++, rest -= height) {
        let subsets: f64 = 0;
        const most = min(rest, width - 1);
        for (let s = max(0, rest - free); s <= most; s++) {
          subsets += f(WAYS, r * width + s) * f(CHOOSE, free * ROW + rest - s);
        }
        const at = g * top + r;
        put(wins, at, f(wins, at) + subsets * leading);
      }
    }
  }
  const ties = min(top - 1, wrong);
  for (let g = 0; g < groups; g++) {
    let sum: f64 = 0;
    for (let r = 0; r <= ties; r++) sum += f(wins, g * top + r) / <f64> (r + 1);
    put(scores, g, sum / f(CHOOSE, samples * ROW + whole(GROUPS, g)));
  }
}

const WINS = memory.data(57 * 57 * 8, 16);

/** Ways to take samples from the tall rivals so that r reach the height and the others give s, at r * width + s. */
function countRivals(
  height: i32,
  rivals: i32,
  room: i32,
  ties: i32,
  width: i32,
): void {
  memory.fill(WAYS, 0, (ties + 1) * width << 3);
  put(WAYS, 0, 1);
  let before = 0;
  for (let i = 0; i < rivals; i++) {
    const row = whole(TALL, i) * ROW;
    const reach = min(width - 1, before + height - 1);
    // From the top down, so that what is read is still without this rival.
    for (let r = min(ties, i + 1); r >= 0; r--) {
      const at = r * width;
      for (let s = min(reach, room - r * height); s >= 0; s--) {
        let sum: f64 = r > 0 ? f(WAYS, at - width + s) * f(CHOOSE, row + height) : 0;
        const most = min(height - 1, s);
        for (let x = max(0, s - before); x <= most; x++) {
          sum += f(WAYS, at + s - x) * f(CHOOSE, row + x);
        }
        put(WAYS, at + s, sum);
      }
    }
    before = reach;
  }
}

/** Expected majority votes by group, at SCORES, of the counts at WRONG and the sizes at GROUPS. */
export function majority(right: i32, wrong: i32, missing: i32, groups: i32, top: i32): void {
  if (!filled) fill();
  curve(right, wrong, missing, groups, top, SCORES);
}

/** Jackknife variances of these votes over samples, by group, at SCORES. WRONG must fall. */
export function variances(right: i32, wrong: i32, missing: i32, groups: i32, top: i32): void {
  if (!filled) fill();
  let samples = right + missing;
  for (let i = 0; i < wrong; i++) samples += whole(WRONG, i);
  let patterns = 0;
  if (right > 0) {
    put(WEIGHTS, patterns, right);
    curve(right - 1, wrong, missing, groups, top, LESS + (patterns++ * 57 << 3));
  }
  if (missing > 0) {
    put(WEIGHTS, patterns, missing);
    curve(right, wrong, missing - 1, groups, top, LESS + (patterns++ * 57 << 3));
  }
  // Leaving out a sample gives the same for answers of equal size: once for all of them.
  for (let i = 0; i < wrong;) {
    const count = whole(WRONG, i);
    let next = i;
    while (next < wrong && whole(WRONG, next) == count) next++;
    if (count > 0) {
      put(WEIGHTS, patterns, count * (next - i));
      store<i32>(WRONG + (i << 2), count - 1);
      curve(right, wrong, missing, groups, top, LESS + (patterns++ * 57 << 3));
      store<i32>(WRONG + (i << 2), count);
    }
    i = next;
  }
  const all = <f64> samples;
  for (let g = 0; g < groups; g++) {
    let sum: f64 = 0;
    for (let p = 0; p < patterns; p++) sum += f(WEIGHTS, p) * f(LESS, p * 57 + g);
    const mean = sum / all;
    let spread: f64 = 0;
    for (let p = 0; p < patterns; p++) {
      const gap = f(LESS, p * 57 + g) - mean;
      spread += f(WEIGHTS, p) * (gap * gap);
    }
    put(SCORES, g, (all - 1) / all * spread);
  }
}
