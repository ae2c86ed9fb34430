import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { problemDraws } from "../../../pipeline/statistics/resample.ts";
import {
  spreadOf,
  studentized,
} from "../../../pipeline/statistics/studentized.ts";

Deno.test("spreadOf() worked by hand: 0, 1 and 2 have mean 1 and standard error 1/sqrt 3", () => {
  const { mean, error, isFlat, centred, squared } = spreadOf([0, 1, 2]);
  equal(mean, 1);
  ok(Math.abs(error - Math.sqrt(1 / 3)) < 1e-15);
  equal(isFlat, false);
  deepEqual([...centred], [-1, 0, 1]);
  deepEqual([...squared], [1, 0, 1]);
  equal(spreadOf([0.5]).isFlat, true);
  equal(spreadOf([0.3, 0.3]).isFlat, true);
});

Deno.test("studentized() worked by hand: of the values 0 and 1 a draw with both has not moved, one with a single value moved beyond all errors", () => {
  const drawn = problemDraws(2, 50, 1);
  const { t } = studentized([0, 1], drawn)!;
  t.forEach((value, draw) => {
    const ones = drawn.counts[2 * draw + 1]!;
    equal(value, [-Infinity, 0, Infinity][ones]);
  });
});

Deno.test("studentized() does not see a shift of all values, and turns with their sign", () => {
  const any = fc.array(fc.integer({ min: 0, max: 32 }), {
    minLength: 3,
    maxLength: 30,
  }).filter((counts) => counts.some((count) => count !== counts[0]));
  fc.assert(fc.property(any, fc.nat(), (counts, seed) => {
    const drawn = problemDraws(counts.length, 60, seed);
    const t = (of: (count: number) => number) =>
      studentized(counts.map(of), drawn)!.t.slice();
    const plain = t((count) => count / 32);
    t((count) => count / 32 - 0.25).forEach((value, draw) => {
      ok(
        value === plain[draw] ||
          Math.abs(value - plain[draw]!) < 1e-6 * (1 + Math.abs(value)),
      );
    });
    t((count) => -count / 32).forEach((value, draw) => {
      ok(value === -plain[draw]! || Math.abs(value + plain[draw]!) < 1e-9);
    });
  }));
});

Deno.test("studentized() has nothing to say of values that are all alike", () => {
  equal(studentized([0.5, 0.5, 0.5], problemDraws(3, 10, 1)), null);
  equal(studentized([1], problemDraws(1, 10, 1)), null);
  throws(() => studentized([1, 1], problemDraws(3, 10, 1)), TypeError);
});
