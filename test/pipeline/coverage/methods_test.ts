import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  METHODS,
  studentQuantile,
} from "../../../pipeline/coverage/methods.ts";
import { wilson } from "../../../pipeline/statistics/interval.ts";
import { problemDraws } from "../../../pipeline/statistics/resample.ts";

const drawn = problemDraws(30, 2000, 1);
const of = (scores: readonly number[]) =>
  METHODS.map(({ bounds }) => bounds(Float64Array.from(scores), drawn));

Deno.test("studentQuantile() agrees with the tables: 2.04523 of 29, 1.97208 of 197", () => {
  ok(Math.abs(studentQuantile(29) - 2.0452296) < 1e-5);
  ok(Math.abs(studentQuantile(197) - 1.9720790) < 1e-5);
});

Deno.test("METHODS worked by hand: half of 30 problems right, t gives 1/2 +- 2.04523 x sqrt(1/4 / 29)", () => {
  const scores = Array.from({ length: 30 }, (_, i) => i % 2);
  const [, ofWilson, student] = of(scores);
  deepEqual(ofWilson, wilson(0.5, 30));
  const half = 2.0452296 * Math.sqrt(0.25 / 29);
  ok(Math.abs(student!.lower - (0.5 - half)) < 1e-5);
  ok(Math.abs(student!.upper - (0.5 + half)) < 1e-5);
});

Deno.test("METHODS all hold the mean between their bounds", () => {
  const any = fc.array(fc.integer({ min: 0, max: 32 }), {
    minLength: 30,
    maxLength: 30,
  });
  fc.assert(
    fc.property(any, (counts) => {
      const mean = counts.reduce((sum, count) => sum + count, 0) / 960;
      for (const { lower, upper } of of(counts.map((count) => count / 32))) {
        ok(lower <= mean + 1e-9 && mean <= upper + 1e-9);
      }
    }),
    { numRuns: 50 },
  );
});
