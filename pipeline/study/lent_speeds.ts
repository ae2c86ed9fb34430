import type { Kind } from "./kind.ts";
import type { Measurement } from "./measurement.ts";
import type { Frontier } from "./results.ts";
import type { TimedOn } from "./timed_on.ts";
import type { Timing } from "./timing.ts";

/** The timings of another data set, which a study names in `alsoTimedBy`. */
export interface LentTimings {
  /** Whose they are. */
  readonly dataSet: string;
  readonly kind: Kind;
  readonly timings: readonly Timing[];
  readonly timedOn: TimedOn;
}

/** What a study's accuracies are with the speeds of another data set. */
export interface LentSpeeds extends LentTimings {
  /** Scenarios of one sample with the full cache, as only these are timed; no speed where it has none. */
  readonly measurements: readonly Measurement[];
  /** Their frontiers of latency and throughput. */
  readonly frontiers: readonly Frontier[];
}

/** How many of a study's models at each of its precisions have a timing among these measurements. */
export function shapesTimed(
  measurements: readonly Measurement[],
): { readonly timed: number; readonly planned: number } {
  const shapes = (some: readonly Measurement[]) =>
    new Set(some.map(({ model, bits }) => `${model.name} ${bits}`)).size;
  return {
    timed: shapes(
      measurements.filter(({ latencySeconds }) => latencySeconds !== null),
    ),
    planned: shapes(measurements),
  };
}
