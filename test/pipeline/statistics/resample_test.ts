import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  INTERVAL_DRAWS,
  problemDraws,
  RULING_DRAWS,
  rulingDraws,
} from "../../../pipeline/statistics/resample.ts";

Deno.test("problemDraws() draws as many problems as there are, every time", () => {
  const { counts } = problemDraws(30, 2000, INTERVAL_DRAWS.seed);
  for (let draw = 0; draw < 2000; draw++) {
    equal(
      counts.subarray(draw * 30, draw * 30 + 30).reduce((a, b) => a + b, 0),
      30,
    );
  }
});

Deno.test("problemDraws() gives every problem its fair share", () => {
  const { counts } = problemDraws(10, 2000, INTERVAL_DRAWS.seed);
  for (let problem = 0; problem < 10; problem++) {
    let drawn = 0;
    for (let draw = 0; draw < 2000; draw++) {
      drawn += counts[draw * 10 + problem]!;
    }
    // 20,000 draws, expected 2,000 each, five standard errors.
    ok(
      Math.abs(drawn - 2000) < 5 * Math.sqrt(1800),
      `problem ${problem}: ${drawn}`,
    );
  }
});

Deno.test("problemDraws() agrees with the numpy peer", () => {
  // Made with `draws(n)` of fast.py: first row, last row, sum of squares.
  const five = problemDraws(5, 2000, 0x5eed1e55).counts;
  deepEqual([...five.subarray(0, 5)], [1, 1, 0, 2, 1]);
  deepEqual([...five.subarray(-5)], [3, 0, 2, 0, 0]);
  for (const [n, squares] of [[5, 18066], [30, 118004], [198, 790170]]) {
    const { counts } = problemDraws(n!, 2000, INTERVAL_DRAWS.seed);
    equal(counts.reduce((sum, count) => sum + count ** 2, 0), squares);
  }
});

/** The picks of one draw as documented, in BigInts. */
function plainDraw(problems: number, draw: number, seed: number): number[] {
  const low = (x: bigint) => BigInt.asUintN(32, x);
  const counts = Array<number>(problems).fill(0);
  for (let i = 0; i < problems; i++) {
    let h = low(BigInt(draw * problems + i) * 0x9e3779b9n + BigInt(seed));
    h = low((h ^ (h >> 16n)) * 0x85ebca6bn);
    h = low((h ^ (h >> 13n)) * 0xc2b2ae35n);
    h = h ^ (h >> 16n);
    counts[Number((h * BigInt(problems)) >> 32n)]!++;
  }
  return counts;
}

Deno.test("problemDraws() is the documented hash, for every seed and draw", () => {
  const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const size = fc.integer({ min: 1, max: 40 });
  fc.assert(fc.property(size, fc.nat(49), seed, (problems, draw, seed) => {
    const { counts } = problemDraws(problems, 50, seed);
    const row = counts.subarray(draw * problems, (draw + 1) * problems);
    deepEqual([...row], plainDraw(problems, draw, seed));
  }));
});

Deno.test("problemDraws() of intervals and of rulings are not the same", () => {
  const [one, other] = [INTERVAL_DRAWS, RULING_DRAWS].map(({ seed }) =>
    problemDraws(30, 100, seed).counts
  );
  notDeepEqual(one, other);
});

Deno.test("problemDraws() counts more than 255 problems without overflow", () => {
  const { counts } = problemDraws(300, 10, 1);
  equal(counts.subarray(0, 300).reduce((a, b) => a + b, 0), 300);
});

Deno.test("problemDraws() refuses numbers that cannot be", () => {
  throws(
    () => problemDraws(0, 10, 1),
    /Cannot resample problems: their number is not in 1-65535, 0/,
  );
  for (const bad of [0, -1, 1.5, NaN, 65_536]) {
    throws(() => problemDraws(bad, 10, 1), {
      name: "RangeError",
      message:
        `Cannot resample problems: their number is not in 1-65535, ${bad}`,
    });
  }
  // The last takes more picks than 32 bits count.
  for (const bad of [0, -1, 1.5, NaN, 2 ** 29 + 1]) {
    throws(() => problemDraws(8, bad, 1), {
      name: "RangeError",
      message:
        `Cannot resample 8 problems: the number of draws cannot be ${bad}`,
    });
  }
  for (const seed of [-1, 0.5, NaN, 2 ** 32]) {
    throws(() => problemDraws(10, 10, seed), {
      name: "RangeError",
      message: `Cannot resample problems: the seed is not of 32 bits, ${seed}`,
    });
  }
  equal(problemDraws(65_535, 1, 1).counts.length, 65_535);
  equal(problemDraws(65_535, 1, 1), problemDraws(65_535, 1, 1));
});

Deno.test("rulingDraws() begins with those on record, and no two of the first 201 have a pick in common", () => {
  deepEqual(rulingDraws(0), RULING_DRAWS);
  deepEqual(rulingDraws(3), {
    draws: RULING_DRAWS.draws,
    seed: RULING_DRAWS.seed + 3,
  });
  // k * 0x9e3779b9 + seed meets k' * 0x9e3779b9 + seed' where k - k' is (seed' - seed) times this.
  const inverse = 340573321n;
  equal(BigInt.asUintN(32, inverse * 0x9e3779b9n), 1n);
  const picks = BigInt(200 * RULING_DRAWS.draws);
  for (let apart = 1n; apart <= 200n; apart++) {
    const between = BigInt.asIntN(32, apart * inverse);
    ok((between < 0n ? -between : between) >= picks, `${apart}`);
  }
});
