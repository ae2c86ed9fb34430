import { equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { bootstrapT, wilson } from "../../../pipeline/statistics/interval.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../../../pipeline/statistics/resample.ts";

const draws = (problems: number) =>
  problemDraws(problems, INTERVAL_DRAWS.draws, INTERVAL_DRAWS.seed);
const near = (a: number, b: number, by = 1e-12) =>
  ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

// Made with the numpy peer: intervals(np.array([scores])) of the same draws.
const GOLDEN = JSON.parse(
  Deno.readTextFileSync("test/fixtures/intervals.json"),
) as {
  scores: number[];
  mean: number;
  lower: number;
  upper: number;
}[];

Deno.test("bootstrapT() agrees with the numpy peer", () => {
  ok(GOLDEN.length >= 5);
  for (const { scores, mean, lower, upper } of GOLDEN) {
    const found = bootstrapT(scores, draws(scores.length));
    near(found.mean, mean);
    near(found.lower, lower, 1e-9);
    near(found.upper, upper, 1e-9);
  }
});

Deno.test("wilson() worked by hand: 0 of 10 reaches up to 27.8 %", () => {
  equal(wilson(0, 10).lower, 0);
  near(wilson(0, 10).upper, 3.841458820694124 / (10 + 3.841458820694124));
  near(wilson(1, 10).lower, 1 - wilson(0, 10).upper);
});

Deno.test("bootstrapT() falls back on Wilson for one problem and for equal ones", () => {
  for (const scores of [[0.5], [0, 0, 0], [1, 1, 1, 1], [0.25, 0.25]]) {
    const { lower, upper } = bootstrapT(scores, draws(scores.length));
    const wanted = wilson(scores[0]!, scores.length);
    equal(lower, wanted.lower);
    equal(upper, wanted.upper);
  }
});

Deno.test("bootstrapT() holds the mean, stays within 0-1 and does not mind a shift of scale", () => {
  const any = fc.array(fc.integer({ min: 0, max: 32 }), {
    minLength: 2,
    maxLength: 40,
  });
  fc.assert(
    fc.property(any, (right) => {
      const scores = right.map((r) => r / 32);
      const { mean, lower, upper } = bootstrapT(scores, draws(scores.length));
      ok(lower >= 0 && upper <= 1);
      ok(
        lower <= mean + 1e-9 && mean <= upper + 1e-9,
        `${lower} ${mean} ${upper}`,
      );
    }),
    { numRuns: 50 },
  );
});

Deno.test("bootstrapT() refuses draws of another number of problems", () => {
  throws(() => bootstrapT([0, 1], draws(3)), TypeError);
});
