import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  beta,
  binomial,
  drawScores,
  trueAccuracy,
  WORLDS,
} from "../../../pipeline/coverage/worlds.ts";
import { uniform } from "../../../pipeline/simulate/chance.ts";

Deno.test("trueAccuracy() of the worlds is what they are called: .5, .8, .1, .5, .6", () => {
  deepEqual(WORLDS.map(trueAccuracy), [0.5, 0.8, 0.1, 0.5, 0.6]);
});

Deno.test("beta() has the mean a/(a+b) and the variance of its distribution", () => {
  for (const { right: a, wrong: b } of WORLDS) {
    const draws = Array.from(
      { length: 20_000 },
      (_, i) => beta(a, b, (word) => uniform(11, i, word)),
    );
    const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
    const variance = draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) /
      draws.length;
    const wanted = a * b / (a + b) ** 2 / (a + b + 1);
    // Five standard errors of the mean; the variance within 5 %.
    ok(Math.abs(mean - a / (a + b)) < 5 * Math.sqrt(wanted / draws.length));
    ok(Math.abs(variance / wanted - 1) < 0.05, `${a} ${b} ${variance}`);
  }
});

Deno.test("binomial() worked by hand: two coins give 0, 1, 2 in quarters", () => {
  deepEqual(
    [0.1, 0.3, 0.6, 0.8].map((at) => binomial(2, 0.5, at)),
    [0, 1, 1, 2],
  );
  equal(binomial(32, 0, 0.5), 0);
  equal(binomial(32, 1, 0.5), 32);
});

Deno.test("binomial() is a whole number up to n that rises with the draw", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const draw = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      share,
      draw,
      draw,
      (n, chance, a, b) => {
        const [low, high] = [a, b].sort((x, y) => x - y)
          .map((at) => binomial(n, chance, at));
        ok(Number.isInteger(low) && 0 <= low! && low! <= high! && high! <= n);
      },
    ),
  );
});

Deno.test("drawScores() are shares of 32 samples around the true accuracy, others for every draw", () => {
  for (const world of WORLDS) {
    let sum = 0;
    for (let draw = 0; draw < 300; draw++) {
      const scores = drawScores(world, 5, draw);
      equal(scores.length, world.problems);
      for (const score of scores) {
        ok(score >= 0 && score <= 1 && Number.isInteger(32 * score));
        sum += score;
      }
    }
    const mean = sum / 300 / world.problems;
    const most = 5 * 0.4 / Math.sqrt(300 * world.problems);
    ok(Math.abs(mean - trueAccuracy(world)) < most, `${world.name} ${mean}`);
    ok(
      drawScores(world, 5, 0).join() !== drawScores(world, 5, 1).join(),
    );
  }
});
