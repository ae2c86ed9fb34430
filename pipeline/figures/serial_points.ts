/** Figure 1's scenarios, as the tables about its frontier look at them. */
import type { Scored } from "../statistics/domination.ts";
import {
  type ProblemDraws,
  problemDraws,
  RULING_DRAWS,
} from "../statistics/resample.ts";
import type { Benchmark } from "../study/benchmark.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Frontier, Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { benchmarkOf } from "./curves.ts";
import { memoryUnit, tokensSaid } from "./unit.ts";

/** One sample, the full cache, mathematics. */
export interface SerialPoints {
  readonly benchmark: Benchmark;
  readonly frontier: Frontier;
  readonly measurements: readonly Measurement[];
  /** The same, as statistics take them: total bytes and the score of every problem. */
  readonly scored: readonly Scored[];
  /** Joint resamples of their problems. */
  readonly drawn: ProblemDraws;
}

/** Figure 1's scenarios; null where a data set has none. */
export function serialPoints(
  { study, frontiers, measurements: all }: Results,
): SerialPoints | null {
  const benchmark = benchmarkOf(study, "math");
  const frontier = frontiers.find(({ scope, benchmark: name }) =>
    scope === "serial" && name === benchmark?.name
  );
  const measurements = all.filter((m) =>
    m.benchmark.name === benchmark?.name && m.kv.kind === "full" &&
    m.group === 1
  );
  if (!benchmark || !frontier || measurements.length === 0) return null;
  const { draws, seed } = RULING_DRAWS;
  return {
    benchmark,
    frontier,
    measurements,
    scored: measurements.map(({ totalBytes, perProblem }) => ({
      cost: totalBytes,
      scores: perProblem.accuracy,
    })),
    drawn: problemDraws(measurements[0]!.problems, draws, seed),
  };
}

/** A share in per cent to a tenth. */
export const percent = (share: number) => (100 * share).toFixed(1);

/** A scenario in a table's cell: "8B 4-bit 10k". */
export function scenarioCell({ model, bits, budget }: Measurement): string {
  return `${model.label} ${weightLabel(bits)} ${tokensSaid(budget)}`;
}

/** How memory is written in a table: its column, and its cells. */
export function memoryColumn({ study }: Results) {
  const unit = memoryUnit(study);
  return {
    column: [
      `memory_${unit.name.toLowerCase()}`,
      `Memory, ${unit.name}`,
    ] as const,
    said: (bytes: number) => (bytes / unit.bytes).toFixed(2),
  };
}
