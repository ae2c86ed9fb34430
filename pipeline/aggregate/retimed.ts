/** Measurements with the speeds of another data set. */
import { frontiers } from "../frontier.ts";
import type { LentSpeeds, LentTimings } from "../study/lent_speeds.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Study } from "../study/study.ts";
import type { Timing } from "../study/timing.ts";
import { speed } from "../aggregate.ts";

/** The same measurements with other timings: no speed where these have none. */
export function retimed(
  measurements: readonly Measurement[],
  timings: readonly Timing[],
): Measurement[] {
  return measurements.map((m) => ({
    ...m,
    ...speed(timings, { run: m }, m.budget, m.group),
  }));
}

/** What a study's accuracies are with lent timings, as figures and tables of speed show them. */
export function lentSpeeds(
  study: Study,
  measurements: readonly Measurement[],
  lent: LentTimings,
): LentSpeeds {
  const serial = measurements.filter(({ kv, group }) =>
    kv.kind === "full" && group === 1
  );
  const timed = retimed(serial, lent.timings);
  return {
    ...lent,
    measurements: timed,
    frontiers: frontiers(timed, study).filter(({ scope }) =>
      scope === "latency" || scope === "throughput"
    ),
  };
}
