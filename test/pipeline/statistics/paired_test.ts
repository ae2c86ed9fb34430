import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { bootstrapT, wilson } from "../../../pipeline/statistics/interval.ts";
import {
  differences,
  pairedDifference,
} from "../../../pipeline/statistics/paired.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../../../pipeline/statistics/resample.ts";

const draws = (problems: number) =>
  problemDraws(problems, INTERVAL_DRAWS.draws, INTERVAL_DRAWS.seed);
const near = (a: number, b: number, by = 1e-12) =>
  ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

Deno.test("differences() worked by hand: 1, 1/2 less 1/4, 1/2", () => {
  deepEqual([...differences([1, 0.5], [0.25, 0.5])], [0.75, 0]);
  throws(
    () => differences([1], [1, 0]),
    /Cannot compare problem by problem: 1 scores stand beside 2/,
  );
});

Deno.test("pairedDifference() with a scenario that is never right is the other's own interval, unclipped", () => {
  const scores = Array.from(
    { length: 30 },
    (_, i) => (7 * i * i + 3 * i) % 33 / 32,
  );
  const none = Array<number>(30).fill(0);
  const own = bootstrapT(scores, draws(30));
  const against = pairedDifference(scores, none, draws(30));
  deepEqual(against, own);
  const reversed = pairedDifference(none, scores, draws(30));
  near(reversed.mean, -own.mean);
});

Deno.test("pairedDifference() finds 2 of 32 on every problem, give or take one, that two intervals side by side do not", () => {
  const hard = Array.from({ length: 30 }, (_, i) => (i + 1) / 32);
  const better = hard.map((score, i) => score + (i % 3) / 32);
  const [a, b] = [better, hard].map((each) => bootstrapT(each, draws(30)));
  ok(a!.lower < b!.upper);
  const { mean, lower, upper } = pairedDifference(better, hard, draws(30));
  near(mean, 1 / 32);
  ok(lower > 0.02 && upper < 0.045, `${lower} to ${upper}`);
});

Deno.test("pairedDifference() of differences that are all alike is as wide as Wilson's", () => {
  const { mean, lower, upper } = pairedDifference(
    [0.5, 1, 0.75],
    [0.25, 0.75, 0.5],
    draws(3),
  );
  const wanted = wilson(1.25 / 2, 3);
  equal(mean, 0.25);
  equal(lower, 2 * wanted.lower - 1);
  equal(upper, 2 * wanted.upper - 1);
});

Deno.test("pairedDifference() stays within -1 to 1 around its mean, and does not heed what both have in common", () => {
  const pair = fc.tuple(
    fc.integer({ min: 0, max: 16 }),
    fc.integer({ min: 0, max: 16 }),
  );
  const any = fc.array(pair, { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(any, (pairs) => {
      const [a, b] = [0, 1].map((i) => pairs.map((one) => one[i]! / 32));
      const found = pairedDifference(a!, b!, draws(pairs.length));
      const { mean, lower, upper } = found;
      ok(-1 <= lower && upper <= 1);
      ok(lower <= mean + 1e-9 && mean <= upper + 1e-9);
      const raised = [a!, b!].map((each) => each.map((one) => one + 0.5));
      deepEqual(
        pairedDifference(raised[0]!, raised[1]!, draws(pairs.length)),
        found,
      );
    }),
    { numRuns: 50 },
  );
});

Deno.test("pairedDifference() refuses what is no share, too few draws and draws of other problems", () => {
  for (const bad of [NaN, 1.5, -2]) {
    throws(() => pairedDifference([bad, 0], [0, 0], draws(2)), {
      name: "RangeError",
      message:
        `Cannot compare problem by problem: two shares cannot differ by ${bad}`,
    });
  }
  throws(
    () => pairedDifference([1, 0], [0, 0], problemDraws(2, 38, 1)),
    RangeError,
  );
  throws(() => pairedDifference([1, 0], [0, 0], draws(3)), TypeError);
});
