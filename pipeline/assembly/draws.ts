/** Draws of problems laid out, sums over them, and how far they shift: see resample.ts, draw_sums.ts and studentized.ts. */
import { whole } from "./numbers";

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
