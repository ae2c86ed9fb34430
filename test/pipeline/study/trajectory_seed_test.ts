import { equal } from "node:assert/strict";
import { trajectorySeed } from "../../../pipeline/study/trajectory_seed.ts";

Deno.test("trajectorySeed() worked: the first four bytes of a SHA-256 computed elsewhere", () => {
  equal(trajectorySeed(7, "sums/one-w16-full", "p-1", 0), 4192972637);
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
