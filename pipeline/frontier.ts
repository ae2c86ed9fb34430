/** Measurements -> frontiers. */
import { frontier } from "./statistics/pareto.ts";
import type { Measurement } from "./study/measurement.ts";
import type { Frontier } from "./study/results.ts";
import { runName } from "./study/run.ts";
import { floorOf, type Study } from "./study/study.ts";

/**
 * Accuracies are compared on a grid of 1e-12. For one sample that is exact: its
 * accuracy is two whole numbers divided once, so equal shares are equal numbers,
 * and different ones lie at least 1 / (problems x samples) apart, or 1 over the
 * least common multiple where scenarios differ in problems or samples: within
 * 1e11 samples always in different places of the grid. Votes are sums exact to
 * 1e-15 only; on the grid their rounding makes ties. Both stand on it, since a
 * fraction beside a rounded vote of the same value would win or lose for nothing.
 */
const ACCURACY_GRID = 1e12;

/** The full-cache frontiers of every benchmark: over serial scenarios, over groups too, and of every run over its groups. */
export function frontiers(
  measurements: readonly Measurement[],
  study: Study,
): Frontier[] {
  return study.benchmarks.flatMap(({ name: benchmark }) => {
    const floor = floorOf(study, benchmark);
    const full = measurements.filter((m) =>
      m.benchmark.name === benchmark && m.kv.kind === "full"
    );
    if (full.length === 0) return [];
    const serial = full.filter(({ group }) => group === 1);
    const byRun = Map.groupBy(full, runName);
    const taken = (
      scope: Frontier["scope"],
      over: readonly Measurement[],
    ): Frontier => ({
      scope,
      benchmark,
      floor,
      members: undominated(over, floor),
    });
    return [
      taken("serial", serial),
      taken("parallel", full),
      ...[...byRun.values()].map((over) => taken("run", over)),
    ];
  });
}

/** Measurements at or above the floor that none of them dominates, cheapest first. */
export function undominated(
  measurements: readonly Measurement[],
  floor = 0,
): Measurement[] {
  const points = measurements
    .filter(({ accuracy }) => !(accuracy < floor))
    .map((measurement, i) => ({
      id: String(i).padStart(8, "0"),
      cost: measurement.totalBytes,
      value: Math.round(measurement.accuracy * ACCURACY_GRID),
      measurement,
    }));
  return frontier(points).map(({ measurement }) => measurement);
}
