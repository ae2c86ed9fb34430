import { deepEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { freeMemory } from "../../../pipeline/statistics/draw_blocks.ts";
import { extremes } from "../../../pipeline/statistics/extremes.ts";
import {
  doublesAt,
  kernel,
  reach,
} from "../../../pipeline/statistics/kernel.ts";

Deno.test("extremes() worked by hand: of 3 1 4 1 5 the second smallest is 1, the second largest 4", () => {
  deepEqual(extremes([3, 1, 4, 1, 5], 2), [1, 4]);
  deepEqual(extremes([3, 1, 4, 1, 5], 1), [1, 5]);
  deepEqual(extremes([3, 1, 4, 1, 5], 5), [5, 1]);
  deepEqual(extremes([Infinity, 0, -Infinity], 1), [-Infinity, Infinity]);
});

Deno.test("extremes() is what sorting shows, and leaves the numbers as they were", () => {
  const any = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer()), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(fc.property(any, fc.nat(), (values, seed) => {
    const k = 1 + seed % values.length;
    const given = Float64Array.from(values, (value) => value + 0);
    const before = given.slice();
    // Zeros of either sign are equal here.
    const sorted = given.toSorted().map((value) => value + 0);
    deepEqual(extremes(given, k).map((value) => value + 0), [
      sorted[k - 1],
      sorted.at(-k),
    ]);
    deepEqual(given, before);
  }));
});

Deno.test("extremes() is what sorting shows of numbers that lie close, and of many that lie far out", () => {
  const many = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
    minLength: 500,
    maxLength: 900,
  });
  const scale = fc.constantFrom(1e-3, 1, 100);
  fc.assert(fc.property(many, scale, fc.nat(), (values, scale, seed) => {
    const k = 1 + seed % values.length;
    const given = Float64Array.from(values, (value) => value * scale + 0);
    const sorted = given.toSorted().map((value) => value + 0);
    deepEqual(extremes(given, k).map((value) => value + 0), [
      sorted[k - 1],
      sorted.at(-k),
    ]);
  }));
});

Deno.test("extremes() refuses a place that is not there", () => {
  for (const k of [0, -1, 1.5, NaN, 3]) {
    throws(() => extremes([1, 2], k), RangeError, String(k));
  }
  throws(
    () => extremes([], 1),
    /Cannot look up an extreme: of 0 numbers there is no 1th/,
  );
});

Deno.test("extremes() of numbers that stand in the kernel's memory looks at them where they stand, and spoils none", () => {
  for (const behind of [0, 8 * 5000]) {
    const place = freeMemory() + behind;
    reach(place + 8 * 1000);
    const values = doublesAt(place, 1000);
    values.forEach((_, i) => values[i] = (i * 7919) % 1000);
    const before = values.slice();
    deepEqual(extremes(values, 400), [399, 600]);
    deepEqual(doublesAt(place, 1000), before);
  }
});

Deno.test("extremes() grows the kernel's memory for many numbers, and their heaps fit in it", () => {
  const count = kernel.memory.buffer.byteLength / 8;
  const values = Float64Array.from(
    { length: count },
    (_, i) => (i * 31) % count,
  );
  deepEqual(extremes(values, count / 2), [count / 2 - 1, count / 2]);
  // In place, at the very end of the memory.
  const place = kernel.memory.buffer.byteLength - 8 * 1000;
  const last = doublesAt(place, 1000);
  last.forEach((_, i) => last[i] = 999 - i);
  deepEqual(extremes(last, 1000), [999, 0]);
});
