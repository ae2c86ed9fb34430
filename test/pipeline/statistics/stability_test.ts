import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import type { Scored } from "../../../pipeline/statistics/domination.ts";
import { frontier } from "../../../pipeline/statistics/pareto.ts";
import { problemDraws } from "../../../pipeline/statistics/resample.ts";
import { frontierStability } from "../../../pipeline/statistics/stability.ts";

Deno.test("frontierStability() worked by hand: a dearer point right on the one problem the cheaper misses", () => {
  const drawn = problemDraws(3, 200, 1);
  const points = [
    { cost: 1, scores: [1, 1, 0] },
    { cost: 2, scores: [1, 1, 1] },
    { cost: 3, scores: [1, 1, 1] },
    { cost: 2, scores: [1, 1, 1] },
  ];
  let drawnThird = 0;
  for (let draw = 0; draw < 200; draw++) {
    if (drawn.counts[3 * draw + 2]! > 0) drawnThird++;
  }
  const share = drawnThird / 200;
  deepEqual([...frontierStability(points, drawn)], [1, share, 0, share]);
});

Deno.test("frontierStability() is the share of the frontiers of all resamples", () => {
  const scored = fc.record({
    cost: fc.integer({ min: 1, max: 4 }),
    scores: fc.array(fc.integer({ min: 0, max: 2 }), {
      minLength: 4,
      maxLength: 4,
    }).map((counts) => counts.map((count) => count / 2)),
  });
  const floors = fc.constantFrom(0, 0.25, 0.5);
  fc.assert(
    fc.property(
      fc.array(scored, { maxLength: 8 }),
      floors,
      fc.nat(),
      (points: Scored[], floor, seed) => {
        const drawn = problemDraws(4, 40, seed);
        const kept = points.map(() => 0);
        for (let draw = 0; draw < 40; draw++) {
          const means = points.map(({ cost, scores }, at) => ({
            id: String(at),
            cost,
            value: Array.from(scores).reduce((sum, score, i) =>
              sum + score * drawn.counts[4 * draw + i]!, 0) / 4,
          })).filter(({ value }) =>
            value >= floor
          );
          for (const { id } of frontier(means)) {
            kept[Number(id)]!++;
          }
        }
        deepEqual(
          [...frontierStability(points, drawn, floor)],
          kept.map((count) => count / 40),
        );
      },
    ),
  );
});

Deno.test("frontierStability() puts nothing below the floor on a frontier", () => {
  const drawn = problemDraws(2, 20, 1);
  const points = [{ cost: 1, scores: [0.2, 0.2] }];
  equal(frontierStability(points, drawn, 0.3)[0], 0);
  equal(frontierStability(points, drawn, 0.2)[0], 1);
});

Deno.test("frontierStability() refuses costs that are none and scores of other problems", () => {
  const drawn = problemDraws(2, 20, 1);
  throws(
    () => frontierStability([{ cost: NaN, scores: [1, 1] }], drawn),
    /Cannot compare the cost of a point: it is no finite number, NaN/,
  );
  for (const at of [0, 1]) {
    const points = [[1, 1], [1, 1]].with(at, [1, 1, 1])
      .map((scores) => ({ cost: 1, scores }));
    throws(() => frontierStability(points, drawn), TypeError);
  }
  ok(frontierStability([], drawn).length === 0);
});
