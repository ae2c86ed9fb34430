/** Order statistics near either end: see extremes.ts. */
import { f, put, whole } from "./numbers";

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
