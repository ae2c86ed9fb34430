/** Measurements as points, their configurations and their frontier, as the parts of finding 1 look at them. */
import { frontier } from "../../statistics/pareto.ts";
import type { Measurement } from "../../study/measurement.ts";

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

/** The configurations of some points, in the order they first appear. */
export function byConfiguration(serial: readonly Point[]): Configuration[] {
  const groups = Map.groupBy(
    serial,
    ({ measurement: { model, bits } }) => `${model.name} ${bits}`,
  );
  return [...groups.values()].map((points) => ({
    weightBytes: points[0]!.measurement.weightBytes,
    points: points.toSorted((a, b) =>
      a.measurement.budget - b.measurement.budget
    ),
  }));
}

/** The frontier at or above a floor, exact duplicates reduced to the first; cheapest first. */
export function distinctFrontier(
  serial: readonly Point[],
  accuracy: Float64Array,
  floor: number,
): Point[] {
  const members = frontier(
    serial.filter(({ at }) => accuracy[at]! >= floor).map((point) => ({
      id: String(point.at).padStart(8, "0"),
      cost: point.measurement.totalBytes,
      value: Math.round(accuracy[point.at]! / SLACK),
      point,
    })),
  );
  return members
    .filter(({ cost, value }, i) =>
      i === 0 || cost !== members[i - 1]!.cost ||
      value !== members[i - 1]!.value
    )
    .map(({ point }) => point);
}

/** A share in whole per cent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
