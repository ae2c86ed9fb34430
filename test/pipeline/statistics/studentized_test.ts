import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { problemDraws } from "../../../pipeline/statistics/resample.ts";
import {
  isWhole,
  spreadOf,
  studentized,
  wholeStudentized,
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

Deno.test("wholeStudentized() worked by hand: of 0 and 1 of one sample a draw with both has not moved", () => {
  const drawn = problemDraws(2, 50, 1);
  const { mean, error, t } = wholeStudentized(Int32Array.of(0, 1), 1, drawn)!;
  equal(mean, 0.5);
  equal(error, 0.5);
  equal(t.length, 50);
  t.forEach((value, draw) => {
    const ones = drawn.counts[2 * draw + 1]!;
    equal(value, [-Infinity, 0, Infinity][ones]);
  });
  equal(wholeStudentized(Int32Array.of(3, 3), 4, drawn), null);
  equal(
    wholeStudentized(Int32Array.of(1), 4, problemDraws(1, 40, 1)),
    null,
    "one problem",
  );
  throws(() => wholeStudentized(Int32Array.of(1, 2, 3), 4, drawn), TypeError);
});

Deno.test("wholeStudentized() is studentized() of the shares, for odd and even problems and any samples it takes", () => {
  const any = fc.integer({ min: 1, max: 181 }).chain((samples) =>
    fc.tuple(
      fc.constant(samples),
      fc.array(fc.nat(samples), { minLength: 2, maxLength: 41 }),
      fc.integer({ min: 39, max: 90 }),
      fc.nat(),
    )
  );
  fc.assert(fc.property(any, ([samples, list, draws, seed]) => {
    const counts = Int32Array.from(list);
    const drawn = problemDraws(counts.length, draws, seed);
    const shares = Float64Array.from(counts, (count) => count / samples);
    const wanted = studentized(shares, drawn);
    const t = wanted && [...wanted.t];
    const found = wholeStudentized(counts, samples, drawn);
    equal(found === null, t === null);
    if (!found || !t) return;
    const isNear = (a: number, b: number) =>
      a === b || Math.abs(a - b) < 1e-9 * (1 + Math.abs(a));
    ok(isNear(found.mean, wanted!.mean) && isNear(found.error, wanted!.error));
    found.t.forEach((value, draw) => ok(isNear(value, t[draw]!)));
  }));
});

Deno.test("isWhole() bounds what sums of squares hold in 31 bits, and squares in 15", () => {
  equal(isWhole(32_767, 181), true);
  equal(isWhole(10, 182), false);
  equal(isWhole(32_768, 1), false);
  const counts = new Int32Array(32_767).fill(181, 1);
  const drawn = problemDraws(32_767, 1, 1);
  const found = wholeStudentized(counts, 181, drawn)!;
  const zeros = drawn.counts[0]!;
  const own = 32_767 - zeros;
  const square = 32_767 * own - own ** 2;
  const t = zeros === 0
    ? Infinity
    : (own - 32_766) / Math.sqrt(square) * Math.sqrt(32_766);
  ok(
    found.t[0] === t || Math.abs(found.t[0]! - t) < 1e-9,
    `${found.t[0]} ${t}`,
  );
});
