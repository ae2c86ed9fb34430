/** How often each scenario is on the serial frontier of mathematics when the problems are drawn anew. */
import { frontierStability } from "../statistics/stability.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { type SerialPoints, serialPoints } from "./serial_points.ts";

/** Figure 1's scenarios, and the share of joint resamples in which each is on the frontier. */
export interface Steadiness extends SerialPoints {
  readonly kept: ReadonlyMap<Measurement, number>;
}

/** The steadiness of figure 1's frontier; null where there is none. */
export function steadiness(results: Results): Steadiness | null {
  const serial = serialPoints(results);
  if (!serial) return null;
  const { scored, drawn, frontier, measurements } = serial;
  const shares = frontierStability(scored, drawn, frontier.floor);
  return {
    ...serial,
    kept: new Map(measurements.map((m, at) => [m, shares[at]!])),
  };
}
