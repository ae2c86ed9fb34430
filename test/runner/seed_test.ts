import { equal } from "node:assert/strict";
import fc from "fast-check";
import { answerSeed, thinkSeed, trajectorySeed } from "../../runner/seed.ts";

Deno.test("trajectorySeed() worked: the first four bytes of a SHA-256 computed elsewhere", () => {
  equal(trajectorySeed(7, "sums/one-w16-full", "p-1", 0), 4192972637);
});

Deno.test("thinkSeed() and answerSeed() worked: seed + k * 0x9e3779b1 modulo 2^32", () => {
  equal(thinkSeed(4192972637, 0), 2552441102);
  equal(thinkSeed(4192972637, 1), 3566345328);
  equal(answerSeed(4192972637, 8), 3714271853);
  equal(answerSeed(4192972637, 16), 3235571069);
});

Deno.test("trajectorySeed() knows where run, problem and sample end", () => {
  const seeds = new Set([
    trajectorySeed(7, "a/b", "c", 1),
    trajectorySeed(7, "a", "b/c", 1),
    trajectorySeed(7, "a/bc", "", 1),
    trajectorySeed(71, "a/b", "c", 1),
    trajectorySeed(7, "a/b", "c1", 1),
    trajectorySeed(7, "a/b", "c", 11),
  ]);
  equal(seeds.size, 6);
});

Deno.test("trajectorySeed() gives a study's 6,336 trajectories of one run different seeds", () => {
  const seeds = new Set<number>();
  for (let problem = 0; problem < 198; problem++) {
    for (let sample = 0; sample < 32; sample++) {
      seeds.add(trajectorySeed(7, "sums/one-w16-full", `p-${problem}`, sample));
    }
  }
  equal(seeds.size, 198 * 32);
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
