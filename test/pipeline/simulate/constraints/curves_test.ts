import { deepEqual, equal, ok } from "node:assert/strict";
import {
  between,
  type Curve,
  envelopeOf,
  evenly,
  evenlyByFactor,
  frontierOf,
  isDominated,
  meanGap,
} from "../../../../pipeline/simulate/constraints/curves.ts";

const curve = (...points: [cost: number, value: number][]): Curve => ({
  costs: Float64Array.from(points, ([cost]) => cost),
  values: Float64Array.from(points, ([, value]) => value),
});

Deno.test("frontierOf() keeps what is dearer only if it is better, and nothing below the floor", () => {
  const points = curve([3, 20], [1, 5], [2, 20], [4, 30], [5, 29]);
  deepEqual(frontierOf(points), [1, 2, 3]);
  deepEqual(frontierOf(points, 10), [2, 3]);
});

Deno.test("envelopeOf() is the best for at most a cost, -Infinity below all", () => {
  deepEqual(
    Array.from(envelopeOf(curve([2, 7], [1, 5], [3, 6]), [0.5, 1, 1.5, 2, 9])),
    [-Infinity, 5, 5, 7, 7],
  );
});

Deno.test("isDominated() by a cheaper point as good, or a better one as cheap, not by itself", () => {
  equal(isDominated(2, 5, curve([1, 5])), true);
  equal(isDominated(2, 5, curve([2, 6])), true);
  equal(isDominated(2, 5, curve([2, 5], [1, 4], [3, 9])), false);
});

Deno.test("evenly() and evenlyByFactor() from 1 to 16 in five", () => {
  deepEqual(evenly(1, 16, 4), [1, 6, 11, 16]);
  deepEqual(
    evenlyByFactor(1, 16, 5).map((x) => Number(x.toFixed(12))),
    [1, 2, 4, 8, 16],
  );
});

Deno.test("between() runs straight between points and stays flat outside", () => {
  const line = curve([1, 10], [3, 20]);
  deepEqual([0, 1, 2, 2.5, 3, 4].map((at) => between(line, at)), [
    10,
    10,
    15,
    17.5,
    20,
    20,
  ]);
});

Deno.test("meanGap() is taken over the costs both curves reach, NaN without any", () => {
  const low = curve([1, 10], [8, 10]);
  equal(meanGap(curve([2, 13], [4, 13]), low), 3);
  equal(meanGap(low, curve([2, 13], [4, 13])), -3);
  ok(Number.isNaN(meanGap(low, curve([9, 1], [10, 1]))));
});
