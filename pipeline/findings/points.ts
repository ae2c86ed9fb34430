/** Measurements as points, as the parts of findings look at them. */
import { byCost, distinctPlaces, type Priced } from "../statistics/by_cost.ts";
import type { Claims } from "../study/claims.ts";
import { weightBytes } from "../study/memory.ts";
import type { Measurement } from "../study/measurement.ts";
import { modelOf, type Study } from "../study/study.ts";

/** Accuracies closer than this are the same: votes are exact to 1e-15 only. */
export const SLACK = 1e-12;

/** A measurement and its place among the accuracies. */
export interface Point {
  readonly at: number;
  readonly measurement: Measurement;
}

/** The budgets of one model at one precision, rising. */
export interface Configuration {
  readonly weightBytes: number;
  readonly points: readonly Point[];
}

type Task = Study["benchmarks"][number]["task"];

/** The points of a study's first benchmark of a task; none where it has no such benchmark. */
export function pointsOf(
  study: Study,
  measurements: readonly Measurement[],
  task: Task,
): Point[] {
  const name = benchmarkOf(study, task);
  return measurements.map((measurement, at) => ({ at, measurement }))
    .filter(({ measurement }) => measurement.benchmark.name === name);
}

/** The name of a study's first benchmark of a task. */
export function benchmarkOf(study: Study, task: Task): string | undefined {
  return study.benchmarks.find((each) => each.task === task)?.name;
}

/** Those with the full cache. */
export function withFullCache(points: readonly Point[]): Point[] {
  return points.filter(({ measurement: { kv } }) => kv.kind === "full");
}

/** Those with the full cache and one sample. */
export function serialOf(points: readonly Point[]): Point[] {
  return withFullCache(points).filter(({ measurement: { group } }) =>
    group === 1
  );
}

/** The configurations of some points, in the order they first appear. */
export function byConfiguration(points: readonly Point[]): Configuration[] {
  const groups = Map.groupBy(
    points,
    ({ measurement: { model, bits } }) => `${model.name} ${bits}`,
  );
  return [...groups.values()].map((points) => ({
    weightBytes: points[0]!.measurement.weightBytes,
    points: points.toSorted((a, b) =>
      a.measurement.budget - b.measurement.budget
    ),
  }));
}

/** Points priced in bytes. */
export function inBytes(points: readonly Point[]): Priced[] {
  return points.map(({ at, measurement }) => ({
    at,
    cost: measurement.totalBytes,
  }));
}

/** The frontier of some points at or above a floor for any accuracies, duplicates reduced to the first; cheapest first. */
export function frontierOf(
  points: readonly Point[],
  floor: number,
): (accuracy: Float64Array) => Point[] {
  const sorted = byCost(inBytes(points));
  const pointAt = new Map(points.map((point) => [point.at, point]));
  return (accuracy) =>
    distinctPlaces(sorted, accuracy, floor).map((at) => pointAt.get(at)!);
}

/** Weight bytes of a configuration that divides small from large; undefined where none is claimed. */
export function pivotBytes(
  study: Study,
  pivot: Claims["scalePivot"],
): number | undefined {
  return pivot && weightBytes(modelOf(study, pivot.model), pivot.bits);
}

/** A share in whole per cent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** Differences of accuracy in points. */
export function inPoints(...gaps: number[]): string {
  return gaps.map((gap) => (100 * gap).toFixed(1)).join(", ");
}
