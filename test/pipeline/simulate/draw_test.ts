import { deepEqual, equal } from "node:assert/strict";
import {
  RIGHT,
  trajectories,
  UNANSWERED,
} from "../../../pipeline/simulate/draw.ts";
import { PARAMETERS } from "../../../pipeline/simulate/parameters.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import { plannedRuns, runName } from "../../../pipeline/study/run.ts";
import { budgetsOf, samplesOf } from "../../../pipeline/study/study.ts";

const study = await readDataSetStudy("data/paper");

/** Right samples by budget of a run drawn with seed 157. */
function rightByBudget(name: string, problems: number): number[] {
  const run = plannedRuns(study).find((each) => runName(each) === name)!;
  const draw = trajectories(PARAMETERS, study, run, problems, 157);
  return budgetsOf(study, run.benchmark.name).map((budget) => {
    let right = 0;
    for (let problem = 0; problem < problems; problem++) {
      for (let sample = 0; sample < samplesOf(study, run.kv); sample++) {
        if (draw(problem, sample).classAt(budget) === RIGHT) right++;
      }
    }
    return right;
  });
}

/** Counts the calibration's own program gives with seed 157. */
const CALIBRATED: readonly [
  run: string,
  problems: number,
  right: readonly number[],
][] = [
  ["aime25/qwen3-4b-w8-full", 30, [209, 329, 468, 580, 621, 635, 640, 642]],
  ["aime25/qwen3-32b-w4-full", 30, [207, 259, 335, 423, 491, 542, 564, 574]],
  ["aime25/qwen3-4b-w8-rkv-4096", 30, [50, 86, 114, 140, 150, 151, 153, 153]],
  ["aime25/qwen3-4b-w8-hqq-4", 30, [38, 63, 89, 114, 125, 127, 129, 130]],
  [
    "gpqa-diamond/qwen3-8b-w16-full",
    198,
    [3551, 3772, 3828, 3846, 3849, 3850, 3851, 3851],
  ],
];

for (const [name, problems, right] of CALIBRATED) {
  Deno.test(`trajectories() draws ${name} as the calibration does`, () => {
    deepEqual(rightByBudget(name, problems), right);
  });
}

Deno.test("trajectories() begins the problems again past the last, freshly drawn", () => {
  const run = plannedRuns(study).find(({ model }) =>
    model.name === "qwen3-4b"
  )!;
  const draw = trajectories(PARAMETERS, study, run, 60, 1);
  const lengths = (from: number) =>
    Array.from({ length: 13 }, (_, p) => draw(from + p, 0).length);
  equal(lengths(0).some((length, p) => length === lengths(30)[p]), false);
});

Deno.test("trajectories() leaves some answers of short budgets out", () => {
  const run = plannedRuns(study)[0]!;
  const draw = trajectories(PARAMETERS, study, run, 30, 1);
  const said = Array.from({ length: 32 }, (_, s) => draw(12, s).classAt(2000));
  equal(said.includes(UNANSWERED), true);
});
