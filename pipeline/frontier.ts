/** Measurements -> frontiers. */
import { frontier } from "./statistics/pareto.ts";
import type { Measurement } from "./study/measurement.ts";
import type { Frontier, FrontierScope } from "./study/results.ts";
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

/** Batches whose generations share the weights, in the frontiers of memory per generation. */
const BATCHES = [1, 4, 16] as const;

/** Every frontier of every benchmark that the measurements give. */
export function frontiers(
  measurements: readonly Measurement[],
  study: Study,
): Frontier[] {
  return study.benchmarks.flatMap(({ name: benchmark }) => {
    const floor = floorOf(study, benchmark);
    const own = measurements.filter((m) => m.benchmark.name === benchmark);
    const full = own.filter(({ kv }) => kv.kind === "full");
    if (full.length === 0) return [];
    const alone = own.filter(({ group }) => group === 1);
    const serial = full.filter(({ group }) => group === 1);
    const timed = serial.filter(({ latencySeconds }) =>
      latencySeconds !== null
    );
    const served = serial.filter((m) => m.requestsPerSecond !== null);
    const taken = (
      scope: FrontierScope,
      over: readonly Measurement[],
      of = "",
      cost: CostOf = totalOf,
    ): Frontier => ({
      scope,
      of,
      benchmark,
      floor,
      members: undominated(over, floor, cost),
    });
    return [
      taken("serial", serial),
      taken("parallel", full),
      ...[...Map.groupBy(full, runName)].map(([run, over]) =>
        taken("run", over, run)
      ),
      ...BATCHES.map((batch) =>
        taken(
          "batch",
          serial,
          String(batch),
          ({ weightBytes, kvBytes }) => weightBytes / batch + kvBytes,
        )
      ),
      taken("latency", timed, "", (m) => m.latencySeconds!),
      // More requests a second are better: the one cost that is turned round.
      taken("throughput", served, "", (m) => -m.requestsPerSecond!),
      ...[...Map.groupBy(alone, ({ bits, kv }) => `${bits} ${kv.kind}`)].map((
        [family, over],
      ) => taken("family", over, family)),
    ];
  });
}

type CostOf = (measurement: Measurement) => number;

const totalOf: CostOf = ({ totalBytes }) => totalBytes;

/** Measurements at or above the floor that none of them dominates, cheapest first. */
export function undominated(
  measurements: readonly Measurement[],
  floor = 0,
  costOf: CostOf = totalOf,
): Measurement[] {
  const points = measurements
    .filter(({ accuracy }) => !(accuracy < floor))
    .map((measurement, i) => ({
      id: String(i).padStart(8, "0"),
      cost: costOf(measurement),
      value: Math.round(measurement.accuracy * ACCURACY_GRID),
      measurement,
    }));
  return frontier(points).map(({ measurement }) => measurement);
}
