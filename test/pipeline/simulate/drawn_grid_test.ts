import { deepEqual, equal, ok } from "node:assert/strict";
import { drawnGrid } from "../../../pipeline/simulate/drawn_grid.ts";
import { drawRun } from "../../../pipeline/simulate/draw.ts";
import { expectedGrid } from "../../../pipeline/simulate/expectation.ts";
import { PARAMETERS } from "../../../pipeline/simulate/parameters.ts";
import {
  readBenchmarkFile,
  readGeneratedStudy,
} from "../../../pipeline/store/data_set.ts";
import { plannedRuns, runName } from "../../../pipeline/study/run.ts";

const study = await readGeneratedStudy("data/paper");
const grid = drawnGrid(PARAMETERS, study, 198, 157);

/** Samples that are right, by budget. */
function right(
  scores: Float64Array,
  model: string,
  bits: number,
  samples: number,
): number[] {
  const { length } = grid.budgets;
  const at = grid.configs.findIndex((config) =>
    config.model.name === model && config.bits === bits
  );
  return Array.from(
    scores.subarray(at * length, (at + 1) * length),
    (percent) => Math.round(percent * samples) / 100,
  );
}

Deno.test("drawnGrid() of seed 157 has the counts of the calibration", () => {
  deepEqual(
    right(grid.accuracy, "qwen3-4b", 8, 960),
    [209, 329, 468, 580, 621, 635, 640, 642],
  );
  deepEqual(
    right(grid.accuracy, "qwen3-32b", 4, 960),
    [207, 259, 335, 423, 491, 542, 564, 574],
  );
  deepEqual(
    right(grid.compressed["rkv-4096"]!, "qwen3-4b", 8, 240),
    [50, 86, 114, 140, 150, 151, 153, 153],
  );
  deepEqual(
    right(grid.compressed["hqq-4"]!, "qwen3-4b", 8, 240),
    [38, 63, 89, 114, 125, 127, 129, 130],
  );
  deepEqual(
    right(grid.knowledge, "qwen3-8b", 16, 6336),
    [3551, 3772, 3828, 3846, 3849, 3850, 3851, 3851],
  );
});

Deno.test("drawnGrid() counts what drawRun() writes: the run's answers, and those of the first 8 samples", async () => {
  const run = plannedRuns(study).find((own) =>
    runName(own) === "aime25/qwen3-8b-w4-full"
  )!;
  const file = await readBenchmarkFile("data/paper", run.benchmark);
  const expected = new Map(file.problems.map(({ id, answer }) => [id, answer]));
  const seeded = { ...study, sampling: { ...study.sampling, seed: 157 } };
  const generations = drawRun(PARAMETERS, seeded, run, file);
  const counted = (samples: number) =>
    grid.budgets.map((wanted) =>
      generations.filter(({ problem, sample, budget, answer }) =>
        budget === wanted && sample < samples &&
        answer === `${expected.get(problem)}}`
      ).length
    );
  deepEqual(right(grid.accuracy, "qwen3-8b", 4, 960), counted(32));
  deepEqual(right(grid.compressed.full!, "qwen3-8b", 4, 240), counted(8));
});

Deno.test("drawnGrid() lets a group of one vote as that one does", () => {
  const { length } = grid.groups;
  grid.accuracy.forEach((score, i) =>
    ok(Math.abs(score - grid.majority[i * length]!) < 1e-9)
  );
});

Deno.test("drawnGrid() is expectedGrid() on average: means of 40 seeds lie within five standard errors", () => {
  const part = {
    ...study,
    models: study.models.filter(({ label }) => /^(0.6|4)B$/.test(label)),
    kvStrategies: study.kvStrategies.filter(({ kind }) => kind === "full"),
    benchmarks: study.benchmarks.filter(({ task }) => task === "math"),
  };
  const expected = expectedGrid(PARAMETERS, part, 198);
  const grids = Array.from(
    { length: 40 },
    (_, i) => drawnGrid(PARAMETERS, part, 198, 900 + i),
  );
  for (const what of ["accuracy", "majority"] as const) {
    expected[what].forEach((value, i) => {
      const drawn = grids.map((each) => each[what][i]!);
      const mean = drawn.reduce((sum, v) => sum + v, 0) / drawn.length;
      const variance = drawn.reduce((sum, v) => sum + (v - mean) ** 2, 0) /
        (drawn.length - 1);
      const error = Math.sqrt(variance / drawn.length);
      ok(Math.abs(mean - value) < 5 * error, `${what} ${i}: ${mean} ${value}`);
    });
  }
});

Deno.test("drawnGrid() of other seeds differs", () => {
  const other = drawnGrid(PARAMETERS, study, 198, 1);
  equal(other.accuracy.every((score, i) => score === grid.accuracy[i]), false);
});
