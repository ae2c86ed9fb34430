/** What figures of accuracy against memory read from results. */
import type { Measurement } from "../study/measurement.ts";
import type { MeasurementRow } from "../study/measurement.ts";
import type { Benchmark } from "../study/benchmark.ts";
import type { FrontierScope, Results } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import type { WeightBits } from "../study/weights.ts";
import { budgetRadius, modelColour } from "./style.ts";

/** The study's first benchmark of a task. */
export function benchmarkOf(
  { benchmarks }: Study,
  task: Benchmark["task"],
): Benchmark | undefined {
  return benchmarks.find((benchmark) => benchmark.task === task);
}

/** A measurement as a dot. */
export interface Dot {
  readonly curve: string;
  readonly model: string;
  readonly bits: WeightBits;
  readonly budget: number;
  readonly group: number;
  /** What accuracy is drawn against, in the figure's unit. */
  readonly cost: number;
  /** Per cent. */
  readonly accuracy: number;
  readonly lower: number;
  readonly upper: number;
  readonly colour: string;
  readonly radius: number;
}

/** Rows of measurements as dots; a curve is one model at one precision. */
export function dots(
  rows: readonly MeasurementRow[],
  study: Study,
  budgets: readonly number[],
  costOf: (row: MeasurementRow) => number,
  shrink = 1,
): Dot[] {
  return rows.map((row) => ({
    curve: `${row.model} ${row.weight_bits}`,
    model: row.model,
    bits: row.weight_bits,
    budget: row.budget,
    group: row.group,
    cost: costOf(row),
    accuracy: 100 * row.accuracy,
    lower: 100 * row.lower,
    upper: 100 * row.upper,
    colour: modelColour(study.models, row.model),
    radius: shrink * budgetRadius(budgets, row.budget),
  }));
}

/** The members of a benchmark's frontiers of one scope, one list a frontier. */
export function frontierMembers(
  { frontiers }: Results,
  benchmark: string,
  scope: FrontierScope,
  of?: string,
): (readonly Measurement[])[] {
  return frontiers.filter((each) =>
    each.benchmark === benchmark && each.scope === scope &&
    (of === undefined || each.of === of)
  ).map(({ members }) => members);
}
