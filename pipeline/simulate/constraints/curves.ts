/** Frontiers and the curves between their points, on plain arrays of costs and values. */
import {
  byCost,
  distinctPlaces,
  envelopeAt,
  type Priced,
} from "../../statistics/by_cost.ts";
import { mean } from "./ranks.ts";

/** Costs reached from two sides differ by less. */
const REACH = 1e-9;
/** Places at which two curves are compared. */
const PLACES = 240;

/** Points with costs and values. */
export interface Curve {
  readonly costs: Float64Array;
  readonly values: Float64Array;
}

const priced = (costs: Float64Array): Priced[] =>
  Array.from(costs, (cost, at) => ({ at, cost }));

/** The points no other dominates, by place, cheapest first; those worth less than the floor are left out before. */
export function frontierOf(
  { costs, values }: Curve,
  floor?: number,
): number[] {
  return distinctPlaces(byCost(priced(costs)), values, floor);
}

/** The best value for at most each of some costs, which rise; -Infinity where nothing is that cheap. */
export function envelopeOf(
  { costs, values }: Curve,
  asked: readonly number[],
): Float64Array {
  const reached = asked.map((cost) => cost + REACH);
  return envelopeAt(priced(costs), reached)(values);
}

/** Whether a point of a curve costs no more than this one, is worth no less, and one of them strictly. */
export function isDominated(
  cost: number,
  value: number,
  { costs, values }: Curve,
): boolean {
  return costs.some((other, i) =>
    other <= cost && values[i]! >= value &&
    (other < cost - REACH || values[i]! > value + REACH)
  );
}

/** Numbers from low to high, evenly spaced. */
export function evenly(low: number, high: number, count: number): number[] {
  const step = (high - low) / (count - 1);
  return Array.from(
    { length: count },
    (_, i) => i === count - 1 ? high : low + i * step,
  );
}

/** Numbers from low to high, evenly spaced in their logarithms. */
export function evenlyByFactor(
  low: number,
  high: number,
  count: number,
): number[] {
  return evenly(Math.log(low), Math.log(high), count).map(Math.exp);
}

/** What one envelope is above the other at each of some costs, which rise. */
export function gaps(
  above: Curve,
  below: Curve,
  at: readonly number[],
): number[] {
  const lower = envelopeOf(below, at);
  return Array.from(envelopeOf(above, at), (best, i) => best - lower[i]!);
}

/** What one envelope is above the other on average, where both have points; NaN when they share no range of cost. */
export function meanGap(above: Curve, below: Curve): number {
  const low = Math.max(Math.min(...above.costs), Math.min(...below.costs));
  const high = Math.min(Math.max(...above.costs), Math.max(...below.costs));
  if (high <= low * 1.0001) return NaN;
  return mean(gaps(above, below, evenlyByFactor(low, high, PLACES)));
}

/** The value at a cost on the lines between a curve's points, whose costs rise. */
export function between({ costs, values }: Curve, at: number): number {
  const next = costs.findIndex((cost) => cost >= at);
  if (next < 0) return values.at(-1)!;
  if (next === 0 || costs[next] === at) return values[next]!;
  const share = (at - costs[next - 1]!) / (costs[next]! - costs[next - 1]!);
  return values[next - 1]! + share * (values[next]! - values[next - 1]!);
}
