import type { Priced } from "../../statistics/by_cost.ts";
import type { Measurement } from "../../study/measurement.ts";
import type { Point } from "../points.ts";

/** One of the two ways to be fast, as a cost: less is faster. */
export interface Pace {
  readonly name: "latency" | "throughput";
  /** Null where it was not timed. */
  readonly cost: (measurement: Measurement) => number | null;
  /** The largest cost that still counts as as fast. */
  readonly asFast: (cost: number) => number;
}

/** Relative difference of speed that is no difference: repeated timings differ by as much. */
const TOLERANCE = 0.02;

/** Seconds at batch 1. */
export const LATENCY: Pace = {
  name: "latency",
  cost: ({ latencySeconds }) => latencySeconds,
  asFast: (seconds) => seconds * (1 + TOLERANCE),
};

/** Requests a second at the largest batch, more is faster: its negative. */
export const THROUGHPUT: Pace = {
  name: "throughput",
  cost: ({ requestsPerSecond }) =>
    requestsPerSecond === null ? null : -requestsPerSecond,
  asFast: (negative) => negative * (1 - TOLERANCE),
};

/** That some points were not timed in a pace: "11 of 18 scenarios have no latency". */
export function untimedSaid(
  points: readonly Point[],
  { name, cost }: Pace,
): string {
  const untimed = points.filter(({ measurement }) =>
    cost(measurement) === null
  );
  return `${untimed.length} of ${points.length} scenarios have no ${name}`;
}

/** Points priced in a pace; null when one of them was not timed. */
export function timed(
  points: readonly Point[],
  { cost }: Pace,
): Priced[] | null {
  const priced = points.flatMap(({ at, measurement }) => {
    const paid = cost(measurement);
    return paid === null ? [] : [{ at, cost: paid }];
  });
  return priced.length === points.length ? priced : null;
}
