/**
 * The inner loops of the statistics in AssemblyScript: a cold process would
 * spend longer warming them up than running them. What each computes, and why,
 * stands where it is called: majority_kernel.ts, rerun_error.ts, draw_sums.ts,
 * studentized.ts, extremes.ts. Every sum runs in a fixed order, so that the
 * result is the same to the last bit on every machine. The caller lays out the
 * memory from `__heap_base` on. Built by `deno task kernel`.
 */

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
const MEANS = memory.data(57 * 8, 16);
/** Scores of each of at most 58 patterns with one sample less, by group. */
const LESS = memory.data(58 * 57 * 8, 16);
const WEIGHTS = memory.data(58 * 8, 16);

/** Where the caller's memory begins. */
export const HEAP = __heap_base;

let filled = false;

// @ts-ignore: a decorator
@inline
function f(base: usize, at: i32): f64 {
  return load<f64>(base + (<usize> at << 3));
}

// @ts-ignore: a decorator
@inline
function put(base: usize, at: i32, value: f64): void {
  store<f64>(base + (<usize> at << 3), value);
}

// @ts-ignore: a decorator
@inline
function whole(base: usize, at: i32): i32 {
  return load<i32>(base + (<usize> at << 2));
}

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

/** How often each problem was drawn, 16 bits each, draw by draw: see resample.ts. `to` holds zeros. */
export function drawCounts(problems: i32, draws: i32, seed: u32, to: usize): void {
  let k: u32 = 0;
  for (let draw = 0; draw < draws; draw++, to += <usize> problems << 1) {
    for (let i = 0; i < problems; i++, k++) {
      let hash: u32 = k * 0x9e3779b9 + seed;
      hash ^= hash >> 16;
      hash *= 0x85ebca6b;
      hash ^= hash >> 13;
      hash *= 0xc2b2ae35;
      hash ^= hash >> 16;
      const at = to + (<usize> (<u64> hash * problems >> 32) << 1);
      store<u16>(at, load<u16>(at) + 1);
    }
  }
}

/** Lays counts out as doubles: block by block of eight draws, in each the problems, of each the eight. `to` holds zeros. */
export function layDoubles(counts: usize, problems: i32, draws: i32, to: usize): void {
  for (let draw = 0; draw < draws; draw++) {
    let at = to + (<usize> ((draw & ~7) * problems + (draw & 7)) << 3);
    for (let i = 0; i < problems; i++, at += 64, counts += 2) store<f64>(at, <f64> load<u16>(counts));
  }
}

/** Lays counts out as they are: block by block of 16 draws, in each the pairs of problems, of each the 16 times two. `to` holds zeros. */
export function layPairs(counts: usize, problems: i32, draws: i32, to: usize): void {
  const pairs = problems + 1 >> 1;
  for (let draw = 0; draw < draws; draw++) {
    const at = to + (<usize> ((draw & ~15) * pairs + (draw & 15)) << 2);
    for (let i = 0; i < problems; i++, counts += 2) {
      store<u16>(at + (<usize> (i >> 1) << 6) + (<usize> (i & 1) << 1), load<u16>(counts));
    }
  }
}

// @ts-ignore: a decorator
@inline
function shift(sum: v128, square: v128, n: v128, all: v128, root: v128, to: usize): void {
  const zero = f64x2.splat(0);
  const variance = f64x2.sub(f64x2.mul(n, square), f64x2.mul(sum, sum));
  const moved = f64x2.sub(sum, all);
  const t = f64x2.mul(f64x2.div(moved, f64x2.sqrt(variance)), root);
  const end = v128.bitselect(
    zero,
    v128.bitselect(f64x2.splat(-Infinity), f64x2.splat(Infinity), f64x2.lt(moved, zero)),
    f64x2.eq(moved, zero),
  );
  v128.store(to, v128.bitselect(t, end, f64x2.gt(variance, zero)));
}

// @ts-ignore: a decorator
@inline
function shifts(sums: v128, squares: v128, n: v128, all: v128, root: v128, to: usize): void {
  shift(f64x2.convert_low_i32x4_s(sums), f64x2.convert_low_i32x4_s(squares), n, all, root, to);
  const swap = i64x2.shuffle(sums, sums, 1, 0);
  const swapped = i64x2.shuffle(squares, squares, 1, 0);
  shift(f64x2.convert_low_i32x4_s(swap), f64x2.convert_low_i32x4_s(swapped), n, all, root, to + 16);
}

/** How far whole scores spread: n times the sum of their squares less the square of their sum. */
export let SPREAD: f64 = 0;

/**
 * Studentized shifts of every draw of whole scores, and the sum of these; none
 * where they do not spread. Whole numbers until the last division: see
 * studentized.ts. The scratch takes two numbers of 32 bits a problem.
 */
export function wholeShifts(
  counts: usize,
  blocks: i32,
  problems: i32,
  own: usize,
  scratch: usize,
  to: usize,
): f64 {
  const bytes = <usize> (problems + 1 >> 1) << 2;
  const scores = scratch;
  const squares = scratch + bytes;
  memory.fill(scratch, 0, bytes << 1);
  let sum: f64 = 0, ofSquares: f64 = 0;
  for (let i = 0; i < problems; i++) {
    const score = whole(own, i);
    sum += <f64> score;
    ofSquares += <f64> (score * score);
    store<i16>(scores + (<usize> i << 1), <i16> score);
    store<i16>(squares + (<usize> i << 1), <i16> (score * score));
  }
  SPREAD = <f64> problems * ofSquares - sum * sum;
  if (SPREAD == 0) return sum;
  const n = f64x2.splat(<f64> problems);
  const all = f64x2.splat(sum);
  const root = f64x2.splat(Math.sqrt(<f64> (problems - 1)));
  const last = scores + (<usize> (problems + 1 >> 1) << 2);
  const apart = squares - scores;
  for (let block = 0; block < blocks; block++, to += 128) {
    let a = i32x4.splat(0), b = a, c = a, d = a;
    let e = a, g = a, h = a, i = a;
    for (let at = scores; at < last; at += 4, counts += 64) {
      const x = v128.load_splat<i32>(at);
      const y = v128.load_splat<i32>(at + apart);
      const j = v128.load(counts), o = v128.load(counts, 16), p = v128.load(counts, 32), q = v128.load(counts, 48);
      a = i32x4.add(a, i32x4.dot_i16x8_s(j, x));
      b = i32x4.add(b, i32x4.dot_i16x8_s(o, x));
      c = i32x4.add(c, i32x4.dot_i16x8_s(p, x));
      d = i32x4.add(d, i32x4.dot_i16x8_s(q, x));
      e = i32x4.add(e, i32x4.dot_i16x8_s(j, y));
      g = i32x4.add(g, i32x4.dot_i16x8_s(o, y));
      h = i32x4.add(h, i32x4.dot_i16x8_s(p, y));
      i = i32x4.add(i, i32x4.dot_i16x8_s(q, y));
    }
    shifts(a, e, n, all, root, to);
    shifts(b, g, n, all, root, to + 32);
    shifts(c, h, n, all, root, to + 64);
    shifts(d, i, n, all, root, to + 96);
  }
  return sum;
}

/**
 * Sums of count x value over the problems of every draw, of two lists of
 * values. The counts stand as doubles, eight draws together: block by block,
 * in each the problems, of each the eight.
 */
export function drawSums(
  counts: usize,
  blocks: i32,
  problems: i32,
  values: usize,
  others: usize,
  sums: usize,
  otherSums: usize,
): void {
  let at = counts;
  const last = values + (<usize> problems << 3);
  for (let block = 0; block < blocks; block++) {
    let a = f64x2.splat(0), b = a, c = a, d = a;
    let e = a, g = a, h = a, i = a;
    let other = others;
    for (let value = values; value < last; value += 8, other += 8, at += 64) {
      const x = v128.load_splat<f64>(value);
      const y = v128.load_splat<f64>(other);
      const n = v128.load(at), o = v128.load(at, 16), p = v128.load(at, 32), q = v128.load(at, 48);
      a = f64x2.add(a, f64x2.mul(n, x));
      b = f64x2.add(b, f64x2.mul(o, x));
      c = f64x2.add(c, f64x2.mul(p, x));
      d = f64x2.add(d, f64x2.mul(q, x));
      e = f64x2.add(e, f64x2.mul(n, y));
      g = f64x2.add(g, f64x2.mul(o, y));
      h = f64x2.add(h, f64x2.mul(p, y));
      i = f64x2.add(i, f64x2.mul(q, y));
    }
    v128.store(sums, a);
    v128.store(sums, b, 16);
    v128.store(sums, c, 32);
    v128.store(sums, d, 48);
    v128.store(otherSums, e);
    v128.store(otherSums, g, 16);
    v128.store(otherSums, h, 32);
    v128.store(otherSums, i, 48);
    sums += 64;
    otherSums += 64;
  }
}

/** Turns sums of departures, and of their squares, into studentized shifts, in place; two at a time. */
export function studentize(sums: usize, squares: usize, draws: i32, problems: i32, flat: f64, still: f64): void {
  const n = f64x2.splat(<f64> problems);
  const root = f64x2.splat(Math.sqrt(<f64> (problems - 1)));
  const zero = f64x2.splat(0), least = f64x2.splat(flat), unmoved = f64x2.splat(still);
  const far = f64x2.splat(Infinity), near = f64x2.splat(-Infinity);
  for (let i = 0; i < draws; i += 2, sums += 16, squares += 16) {
    const shift = f64x2.div(v128.load(sums), n);
    const variance = f64x2.sub(f64x2.div(v128.load(squares), n), f64x2.mul(shift, shift));
    const t = f64x2.mul(f64x2.div(shift, f64x2.sqrt(variance)), root);
    const end = v128.bitselect(
      zero,
      v128.bitselect(near, far, f64x2.lt(shift, zero)),
      f64x2.lt(f64x2.abs(shift), unmoved),
    );
    v128.store(sums, v128.bitselect(t, end, f64x2.ge(variance, least)));
  }
}

/** Numbers in each of 256 stretches of the line, 16 to a unit around 0; those beyond are in the outermost. */
const STRETCHES = memory.data(256 * 4, 16);

// @ts-ignore: a decorator
@inline
function stretched(two: v128): v128 {
  return f64x2.add(f64x2.mul(two, f64x2.splat(16)), f64x2.splat(128));
}

// @ts-ignore: a decorator
@inline
function tell(place: i32): void {
  const at = STRETCHES + (<usize> place << 2);
  store<i32>(at, load<i32>(at) + 1);
}

/** Where on the stretched line the stretch of the k-th number begins, counted from 1 upwards or downwards, and how many numbers lie before it. */
function stretchOf(k: i32, downwards: bool): i32 {
  let before = 0;
  for (let i = 0; i < 256; i++) {
    const at = downwards ? 255 - i : i;
    const own = whole(STRETCHES, at);
    if (before + own >= k) {
      passed = before;
      return at;
    }
    before += own;
  }
  return 0;
}

let passed: i32 = 0;

/**
 * The k-th smallest of some numbers, left at `room`, and the k-th largest,
 * behind it: numbers are counted by stretches of the line, and only those of
 * the stretch in question are put in order. `room` takes twice as many numbers.
 */
export function extremes(values: usize, count: i32, k: i32, room: usize): void {
  memory.fill(STRETCHES, 0, 256 * 4);
  const least = f64x2.splat(0), most = f64x2.splat(255);
  const end = values + (<usize> count << 3);
  const even = end - 8;
  let at = values;
  for (; at < even; at += 16) {
    const places = i32x4.trunc_sat_f64x2_s_zero(
      f64x2.pmin(f64x2.pmax(stretched(v128.load(at)), least), most),
    );
    tell(i32x4.extract_lane(places, 0));
    tell(i32x4.extract_lane(places, 1));
  }
  if (at < end) {
    const places = f64x2.pmin(f64x2.pmax(stretched(f64x2.splat(load<f64>(at))), least), most);
    tell(i32x4.extract_lane(i32x4.trunc_sat_f64x2_s_zero(places), 0));
  }
  const low = stretchOf(k, false);
  const lowRank = k - passed;
  const high = stretchOf(k, true);
  const highRank = k - passed;
  const lowest = gather(values, end, low, room, 1);
  put(room, 0, nth(room, lowest, lowRank));
  const rest = room + 8;
  const highest = gather(values, end, high, rest, -1);
  put(rest, 0, -nth(rest, highest, highRank));
}

/** The numbers of one stretch times a sign, at `room`; how many. */
function gather(values: usize, end: usize, stretch: i32, room: usize, sign: f64): i32 {
  const from = f64x2.splat(stretch == 0 ? -Infinity : <f64> stretch);
  const to = f64x2.splat(stretch == 255 ? Infinity : <f64> (stretch + 1));
  const isLast = stretch == 255;
  let found = 0;
  for (let at = values; at < end; at += 16) {
    const places = stretched(v128.load(at));
    const isBelow = isLast ? f64x2.le(places, to) : f64x2.lt(places, to);
    const bits = i64x2.bitmask(v128.and(f64x2.ge(places, from), isBelow));
    if ((bits & 1) != 0) put(room, found++, sign * load<f64>(at));
    if ((bits & 2) != 0 && at + 8 < end) put(room, found++, sign * load<f64>(at, 8));
  }
  return found;
}

/** The k-th smallest of a list, which loses its order: a heap of the k smallest so far, the largest on top. */
function nth(list: usize, count: i32, k: i32): f64 {
  for (let i = (k >> 1) - 1; i >= 0; i--) sink(list, k, i, f(list, i));
  for (let i = k; i < count; i++) {
    if (f(list, i) < f(list, 0)) sink(list, k, 0, f(list, i));
  }
  return f(list, 0);
}

/** Puts a value into a heap from a place on down. */
function sink(heap: usize, k: i32, at: i32, value: f64): void {
  for (;;) {
    let child = 2 * at + 1;
    if (child >= k) break;
    if (child + 1 < k && f(heap, child + 1) > f(heap, child)) child++;
    if (!(f(heap, child) > value)) break;
    put(heap, at, f(heap, child));
    at = child;
  }
  put(heap, at, value);
}
