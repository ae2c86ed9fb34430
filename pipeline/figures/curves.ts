/** What figures of accuracy against memory read from results. */
import type { Measurement } from "../study/measurement.ts";
import { measurementRow } from "../study/measurement.ts";
import type { Benchmark } from "../study/benchmark.ts";
import type { Frontier, Results } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import type { WeightBits } from "../study/weights.ts";
import { budgetRadius, modelColour } from "./style.ts";
import type { MemoryUnit } from "./unit.ts";

/** The study's first benchmark of mathematics, which figures 1 and 5 are about. */
export function mathBenchmark({ benchmarks }: Study): Benchmark | undefined {
  return benchmarks.find(({ task }) => task === "math");
}

/** A measurement as a dot. */
export interface Dot {
  readonly curve: string;
  readonly model: string;
  readonly bits: WeightBits;
  readonly budget: number;
  readonly group: number;
  /** Memory in the figure's unit. */
  readonly memory: number;
  /** Per cent. */
  readonly accuracy: number;
  readonly lower: number;
  readonly upper: number;
  readonly colour: string;
  readonly radius: number;
}

/** Rows of measurements as dots; a curve is one model at one precision. */
export function dots(
  rows: readonly ReturnType<typeof measurementRow>[],
  study: Study,
  budgets: readonly number[],
  unit: MemoryUnit,
): Dot[] {
  return rows.map((row) => ({
    curve: `${row.model} ${row.weight_bits}`,
    model: row.model,
    bits: row.weight_bits,
    budget: row.budget,
    group: row.group,
    memory: row.total_bytes / unit.bytes,
    accuracy: 100 * row.accuracy,
    lower: 100 * row.lower,
    upper: 100 * row.upper,
    colour: modelColour(study.models, row.model),
    radius: budgetRadius(budgets, row.budget),
  }));
}

/** The members of a benchmark's frontiers of one scope, one list a frontier. */
export function frontierMembers(
  { frontiers }: Results,
  benchmark: string,
  scope: Frontier["scope"],
): (readonly Measurement[])[] {
  return frontiers.filter((each) =>
    each.benchmark === benchmark && each.scope === scope
  ).map(({ members }) => members);
}
