/** How often each scenario is on the serial frontier of mathematics when the problems are drawn anew. */
import { problemDraws, RULING_DRAWS } from "../statistics/resample.ts";
import { frontierStability } from "../statistics/stability.ts";
import type { Benchmark } from "../study/benchmark.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Frontier, Results } from "../study/results.ts";
import { benchmarkOf } from "./curves.ts";

/** Scenarios of one sample with the full cache, and the share of joint resamples in which each is on the frontier. */
export interface Steadiness {
  readonly benchmark: Benchmark;
  readonly frontier: Frontier;
  readonly draws: number;
  readonly kept: ReadonlyMap<Measurement, number>;
}

/** The steadiness of figure 1's frontier; null where there is none. */
export function steadiness(
  { study, frontiers, measurements }: Results,
): Steadiness | null {
  const benchmark = benchmarkOf(study, "math");
  const frontier = frontiers.find(({ scope, benchmark: name }) =>
    scope === "serial" && name === benchmark?.name
  );
  const serial = measurements.filter((m) =>
    m.benchmark.name === benchmark?.name && m.kv.kind === "full" &&
    m.group === 1
  );
  if (!benchmark || !frontier || serial.length === 0) return null;
  const { draws, seed } = RULING_DRAWS;
  const shares = frontierStability(
    serial.map((m, at) => ({
      id: String(at),
      cost: m.totalBytes,
      scores: m.perProblem.accuracy,
    })),
    problemDraws(serial[0]!.problems, draws, seed),
    frontier.floor,
  );
  return {
    benchmark,
    frontier,
    draws,
    kept: new Map(serial.map((m, at) => [m, shares[at]!])),
  };
}
