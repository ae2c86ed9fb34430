import { equal } from "node:assert/strict";
import fc from "fast-check";
import { answerSeed, thinkSeed } from "../../runner/seed.ts";

Deno.test("thinkSeed() and answerSeed() worked: seed + k * 0x9e3779b1 modulo 2^32", () => {
  equal(thinkSeed(4192972637, 0), 2552441102);
  equal(thinkSeed(4192972637, 1), 3566345328);
  equal(answerSeed(4192972637, 8), 3714271853);
  equal(answerSeed(4192972637, 16), 3235571069);
});

Deno.test("no two segments of a trajectory share a seed, and every seed has 32 bits", () => {
  const budgets = fc.uniqueArray(fc.integer({ min: 1, max: 40_000 }));
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.integer({ min: 0, max: 2000 }),
      budgets,
      (trajectory, segments, budgets) => {
        const seeds = [
          ...Array.from(
            { length: segments },
            (_, at) => thinkSeed(trajectory, at),
          ),
          ...budgets.map((budget) => answerSeed(trajectory, budget)),
        ];
        equal(new Set(seeds).size, segments + budgets.length);
        equal(seeds.find((seed) => seed !== seed >>> 0), undefined);
      },
    ),
  );
});
