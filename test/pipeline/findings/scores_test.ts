import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import {
  measuredScores,
  resampledScores,
} from "../../../pipeline/findings/scores.ts";
import {
  problemDraws,
  RULING_DRAWS,
} from "../../../pipeline/statistics/resample.ts";
import { measured } from "../../fixtures/measured.ts";

Deno.test("measuredScores() holds a measurement against its matched samples where it has them", () => {
  const { accuracy, matched } = measuredScores([
    measured({ accuracy: 0.5 }),
    measured({ accuracy: 0.5, problems: 5, matched: 0.25 }),
  ]);
  deepEqual([...accuracy], [0.5, 0.5]);
  deepEqual([...matched], [0.5, 0.25]);
});

Deno.test("resampledScores() are the means of the problems drawn, of any number of problems", () => {
  const { draws, seed } = RULING_DRAWS;
  const worlds = [[1, 0, 0.5], [0.25, 1, 0, 0, 0.5]];
  const scores = resampledScores(
    worlds.map((perProblem) => measured({ perProblem })),
  );
  equal(scores.length, draws);
  worlds.forEach((perProblem, at) => {
    const n = perProblem.length;
    const { counts } = problemDraws(n, draws, seed);
    scores.forEach(({ accuracy }, draw) => {
      const sum = perProblem.reduce(
        (sum, share, i) => sum + share * counts[draw * n + i]!,
        0,
      );
      ok(Math.abs(accuracy[at]! - sum / n) < 1e-15);
    });
  });
});

Deno.test("resampledScores() draws the same problems for the matched samples", () => {
  const perProblem = [1, 0, 1, 0];
  const one = measured({ perProblem });
  const scores = resampledScores([
    measured({ perProblem: [0, 0, 0, 1] }),
    {
      ...one,
      perProblem: { ...one.perProblem, matched: Float64Array.of(0, 0, 0, 1) },
    },
  ]);
  deepEqual(
    scores.map(({ matched }) => matched[1]),
    scores.map(({ accuracy }) => accuracy[0]),
  );
  notDeepEqual(
    scores.map(({ matched }) => matched[1]),
    scores.map(({ accuracy }) => accuracy[1]),
  );
});
