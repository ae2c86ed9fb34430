import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  bootstrapT,
  bootstrapTOfCounts,
  wilson,
} from "../../../pipeline/statistics/interval.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../../../pipeline/statistics/resample.ts";

const draws = (problems: number) =>
  problemDraws(problems, INTERVAL_DRAWS.draws, INTERVAL_DRAWS.seed);
const near = (a: number, b: number, by = 1e-12) =>
  ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

// Made with `intervals(np.array([scores]))` of fast.py, the Python peer (numpy 2.4.6).
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
    near(found.lower, lower);
    near(found.upper, upper);
  }
});

Deno.test("bootstrapT() of 30 problems agrees with the numpy peer: 0.4208 in 0.2966-0.5539", () => {
  // The same call of the peer, with [(7*i*i + 3*i) % 33 / 32 for i in range(30)].
  const scores = Array.from(
    { length: 30 },
    (_, i) => (7 * i * i + 3 * i) % 33 / 32,
  );
  const { mean, lower, upper } = bootstrapT(scores, draws(30));
  near(mean, 0.42083333333333334);
  near(lower, 0.2965826466267507);
  near(upper, 0.5539359313383173);
});

/** The definition, problem by problem: draw, mean and standard error of the draw, t, sort. */
function plainBootstrapT(scores: readonly number[]) {
  const n = scores.length;
  const meanOf = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / n;
  const errorOf = (of: readonly number[]) => {
    const mean = meanOf(of);
    const squares = of.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    return Math.sqrt(squares / (n - 1) / n);
  };
  const mean = meanOf(scores);
  const { counts } = draws(n);
  const t = Array.from({ length: 2000 }, (_, draw) => {
    const drawn = scores.flatMap((score, i) =>
      Array<number>(counts[draw * n + i]!).fill(score)
    );
    const isFlat = drawn.every((score) => score === drawn[0]);
    const shift = isFlat ? drawn[0]! - mean : meanOf(drawn) - mean;
    if (!isFlat) return shift / errorOf(drawn);
    return Math.abs(shift) < 1e-9 ? 0 : Math.sign(shift) * Infinity;
  }).sort((a, b) => a - b);
  const at = (i: number) =>
    Math.min(1, Math.max(0, mean - t[i]! * errorOf(scores)));
  return { mean, lower: at(1950), upper: at(49) };
}

Deno.test("bootstrapT() is what drawing, studentizing and sorting one by one gives", () => {
  const any = fc.array(fc.integer({ min: 0, max: 32 }), {
    minLength: 2,
    maxLength: 30,
  }).filter((right) => right.some((one) => one !== right[0]));
  fc.assert(
    fc.property(any, (right) => {
      const scores = right.map((one) => one / 32);
      const wanted = plainBootstrapT(scores);
      const found = bootstrapT(Float64Array.from(scores), draws(scores.length));
      near(found.mean, wanted.mean);
      near(found.lower, wanted.lower, 1e-9);
      near(found.upper, wanted.upper, 1e-9);
    }),
    { numRuns: 40 },
  );
});

Deno.test("wilson() of 3 of 10 and of 15 of 30 is the formula computed apart, in Python", () => {
  near(wilson(0.3, 10).lower, 0.10779126740630099);
  near(wilson(0.3, 10).upper, 0.6032218525388546);
  near(wilson(0.5, 30).lower, 0.33154125640533766);
  near(wilson(0.5, 30).upper, 0.6684587435946623);
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

Deno.test("bootstrapT() holds the mean and stays within 0-1", () => {
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

Deno.test("bootstrapT() refuses too few draws and scores that are none", () => {
  throws(
    () => bootstrapT([0, 1], problemDraws(2, 38, 1)),
    /Cannot give a 95 % interval from 38 draws: give at least 39/,
  );
  ok(bootstrapT([0, 1], problemDraws(2, 39, 1)).upper <= 1);
  for (const bad of [NaN, -0.1, 1.1, Infinity]) {
    throws(() => bootstrapT([0.5, bad], draws(2)), RangeError, String(bad));
  }
});

Deno.test("wilson() refuses shares outside 0-1 and trials that cannot be", () => {
  for (const p of [-0.1, 1.1, NaN]) {
    throws(() => wilson(p, 10), {
      name: "RangeError",
      message: `Cannot give an interval of a share: it is not in 0-1, ${p}`,
    });
  }
  for (const n of [0, -1, 1.5, NaN]) {
    throws(() => wilson(0.5, n), {
      name: "RangeError",
      message: `Cannot give an interval of a share: the trials cannot be ${n}`,
    });
  }
});

Deno.test("wilson() holds the share itself, at 0 and 1 too", () => {
  for (const n of [1, 3, 30, 48, 198]) {
    equal(wilson(0, n).lower, 0);
    equal(wilson(1, n).upper, 1);
  }
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 500 }),
      (share, n) => {
        const { lower, upper } = wilson(share, n);
        ok(lower <= share && share <= upper);
      },
    ),
  );
});

Deno.test("bootstrapTOfCounts() is bootstrapT() of the shares, few samples or more than are taken whole", () => {
  const any = fc.constantFrom(1, 8, 32, 200).chain((samples) =>
    fc.tuple(
      fc.constant(samples),
      fc.array(fc.nat(samples), { minLength: 1, maxLength: 40 }),
    )
  );
  fc.assert(
    fc.property(any, ([samples, list]) => {
      const counts = Int32Array.from(list);
      const drawn = draws(counts.length);
      const wanted = bootstrapT(list.map((count) => count / samples), drawn);
      const found = bootstrapTOfCounts(counts, samples, drawn);
      near(found.mean, wanted.mean, 1e-12);
      near(found.lower, wanted.lower, 1e-12);
      near(found.upper, wanted.upper, 1e-12);
    }),
    { numRuns: 60 },
  );
});

Deno.test("bootstrapTOfCounts() gives equal counts the interval of a share, and refuses counts that are none", () => {
  const drawn = draws(2);
  deepEqual(
    bootstrapTOfCounts(Int32Array.of(3, 3), 4, drawn),
    { mean: 0.75, ...wilson(0.75, 2) },
  );
  throws(
    () => bootstrapTOfCounts(Int32Array.of(5, 0), 4, drawn),
    /5 of 4 is none/,
  );
  throws(
    () => bootstrapTOfCounts(Int32Array.of(-1, 0), 4, drawn),
    /-1 of 4 is none/,
  );
  throws(
    () => bootstrapTOfCounts(Int32Array.of(1, 0, 2), 4, drawn),
    TypeError,
  );
});
