/** How long an answer may take. */
import type { DataSet } from "./data_set.ts";

/** Shares of the timed scenarios that keep to the limits offered. */
const SHARES = [0.1, 0.25, 0.5, 0.75];

/** Limits in seconds by what they are called, null for none: some that part the timed scenarios of a data set. */
export function latenciesFor(
  { measurements }: Pick<DataSet, "measurements">,
): ReadonlyMap<string, number | null> {
  const timed = measurements.flatMap(({ latencySeconds }) =>
    latencySeconds === null ? [] : [latencySeconds]
  ).sort((a, b) => a - b);
  const limits = timed.length === 0
    ? []
    : SHARES.map((share) =>
      Number(timed[Math.floor(share * (timed.length - 1))]!.toPrecision(2))
    );
  return new Map<string, number | null>([
    ["any time", null],
    ...new Map(limits.map((limit) => [`${limit} s`, limit])),
  ]);
}
