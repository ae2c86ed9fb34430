import { deepEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { extremes } from "../../../pipeline/statistics/extremes.ts";

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
