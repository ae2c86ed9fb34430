import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  modelSaid,
  stepLine,
  stepModels,
  stepResidual,
} from "../../../pipeline/figures/latency_model.ts";
import { latencyModelFigure } from "../../../pipeline/figures/latency_model_figure.ts";
import { latencyModelTable } from "../../../pipeline/figures/latency_model_table.ts";
import { results } from "../../../pipeline/reproduce.ts";
import type { StepTime } from "../../../pipeline/study/step_time.ts";

const h100 = await results("data/qwen3-h100");
const [small, , , , large] = h100.study.models;

const step = (changed: Partial<StepTime>): StepTime => ({
  model: small!,
  bits: 16,
  budget: 2000,
  bytes: 1e9,
  milliseconds: 3,
  simulated: 6,
  ...changed,
});

/** 2 ms and 2 TB/s: 2.5 ms for a GB, 12 ms for twenty. */
const two = {
  ...h100,
  steps: [
    step({ milliseconds: 2.5, simulated: 5 }),
    step({
      model: large!,
      bytes: 20e9,
      milliseconds: 12,
      simulated: 24,
    }),
  ],
};

Deno.test("stepModels() by hand: two steps lie on the fitted line, and are half as long as simulated", () => {
  const models = stepModels(two);
  deepEqual(models.map(({ name }) => name), ["fixed", "layers", "simulated"]);
  for (const model of models) {
    for (const each of two.steps) {
      ok(Math.abs(stepResidual(model, each)!) < 1e-9, model.name);
    }
  }
  ok(
    modelSaid(models[0]!, two.steps).includes(
      "(2.00 ms, and the bytes at 2,000 GB/s, 60 % of the 3.35 TB/s that NVIDIA H100 80GB HBM3 can move)",
    ),
    modelSaid(models[0]!, two.steps),
  );
  ok(modelSaid(models[2]!, two.steps).includes("the factor is 0.500"));
});

Deno.test("stepModels() say a bandwidth that no memory has, and one of a GPU nobody knows", () => {
  const [flat] = stepModels({
    ...two,
    steps: two.steps.map((each, i) => ({ ...each, milliseconds: 3 - i })),
  });
  ok(flat!.constants.endsWith("no more for more bytes"));
  const [fast] = stepModels({
    ...two,
    steps: two.steps.map((each, i) => ({ ...each, milliseconds: 3 + i })),
  });
  ok(fast!.constants.includes("more than the 3.35 TB/s"));
  const [unknown] = stepModels({
    ...two,
    timedOn: { engines: [], gpus: ["Abacus"], drivers: [], fits: {} },
  });
  ok(unknown!.constants.endsWith("and the bytes at 2,000 GB/s"));
});

Deno.test("stepModels() without a simulated step or with one amount of bytes are fewer, without steps none", () => {
  const names = (steps: readonly StepTime[]) =>
    stepModels({ ...h100, steps }).map(({ name }) => name);
  deepEqual(names(two.steps.map((each) => ({ ...each, simulated: null }))), [
    "fixed",
    "layers",
  ]);
  deepEqual(names([step({})]), ["simulated"]);
  deepEqual(names([]), []);
});

Deno.test("a GPU twice as slow has the same residuals from every model", () => {
  const before = stepModels(h100);
  fc.assert(fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), (by) => {
    const slower = {
      ...h100,
      steps: h100.steps.map((each) => ({
        ...each,
        milliseconds: by * each.milliseconds,
      })),
    };
    stepModels(slower).forEach((model, i) => {
      slower.steps.forEach((each, at) => {
        const was = stepResidual(before[i]!, h100.steps[at]!)!;
        ok(Math.abs(stepResidual(model, each)! - was) < 1e-9);
      });
    });
  }));
});

Deno.test("the latency table of the H100 has every measured batch of one, its residuals those of its own cells", () => {
  const table = latencyModelTable(h100)!;
  equal(table.rows.length, h100.steps.length);
  const at = (name: string) =>
    table.columns.findIndex(([column]) => column === name);
  for (const row of table.rows) {
    const [measured, fitted, residual] = [
      "measured_ms",
      "fixed_ms",
      "fixed_residual_percent",
    ].map((name) => Number(row[at(name)]));
    ok(Math.abs(100 * (measured! / fitted! - 1) - residual!) < 0.15);
  }
  ok(table.note.includes("The simulator's A100 times one factor"));
  equal(latencyModelTable({ ...h100, steps: [] }), null);
});

Deno.test("the latency figure is drawn with a panel for each model and one for what was measured, or says what it lacks", () => {
  const { svg, caption } = latencyModelFigure.draw(h100);
  equal(svg.split("<svg ").length - 2, 1 + stepModels(h100).length);
  for (const text of [svg, caption]) ok(!/NaN|Infinity|undefined/.test(text));
  ok(svg.includes("Data set qwen3-h100, measured"));
  equal(stepLine(h100) === null, false);
  const { svg: words } = latencyModelFigure.draw({ ...h100, steps: [] });
  ok(words.includes("Not drawn: "));
  for (const steps of [[step({})], [step({ simulated: null })], two.steps]) {
    ok(!/NaN|Infinity/.test(latencyModelFigure.draw({ ...h100, steps }).svg));
  }
});
