import type { Scored } from "./domination.ts";
import { drawSums } from "./draw_sums.ts";
import type { ProblemDraws } from "./resample.ts";

/** Values on this grid are the same: votes are exact to 1e-15 only. */
const GRID = 1e12;

/**
 * Share of joint problem resamples, in 0-1, in which each point is on the
 * frontier of all of them, in the order given: at or above the floor, and no
 * other dominates it. Exact duplicates are on it together. How steady a member
 * is, not how sure: the resamples of a maximum are no confidence
 * (statistics.md A2). O(points x draws). Refuses scores of another number of
 * problems than the draws (TypeError) and costs that are no finite numbers
 * (RangeError).
 */
export function frontierStability(
  points: readonly Scored[],
  drawn: ProblemDraws,
  floor = 0,
): Float64Array {
  const { draws } = drawn;
  const values = drawnValues(points, drawn);
  const least = Math.round(floor * GRID);
  const kept = new Float64Array(points.length);
  /** The best value of every draw at a lower cost, and at this cost too. */
  const cheaper = new Float64Array(draws).fill(-Infinity);
  const best = new Float64Array(draws).fill(-Infinity);
  for (const places of byRisingCost(points)) {
    for (const at of places) {
      const own = values[at]!;
      for (let draw = 0; draw < draws; draw++) {
        if (own[draw]! >= least && own[draw]! > best[draw]!) {
          best[draw] = own[draw]!;
        }
      }
    }
    for (const at of places) {
      const own = values[at]!;
      let count = 0;
      for (let draw = 0; draw < draws; draw++) {
        if (own[draw] === best[draw] && own[draw]! > cheaper[draw]!) count++;
      }
      kept[at] = count / draws;
    }
    cheaper.set(best);
  }
  return kept;
}

/** Places of the points, those of one cost together, the cheapest first. */
function byRisingCost(points: readonly Scored[]): Iterable<number[]> {
  for (const { cost } of points) {
    if (Number.isFinite(cost)) continue;
    throw new RangeError(
      `Cannot compare the cost of a point: it is no finite number, ${cost}`,
    );
  }
  const sorted = [...points.keys()].sort((a, b) =>
    points[a]!.cost - points[b]!.cost
  );
  return Map.groupBy(sorted, (at) => points[at]!.cost).values();
}

/** Mean score of every point in every draw, on the grid. */
function drawnValues(
  points: readonly Scored[],
  drawn: ProblemDraws,
): Float64Array[] {
  const values = points.map(() => new Float64Array(drawn.draws));
  const spare = new Float64Array(drawn.draws);
  for (let at = 0; at < points.length; at += 2) {
    const { scores } = points[at]!;
    const next = points[at + 1]?.scores ?? scores;
    drawSums(drawn, scores, next, values[at]!, values[at + 1] ?? spare);
  }
  for (const own of values) {
    for (let draw = 0; draw < own.length; draw++) {
      own[draw] = Math.round(own[draw]! / drawn.problems * GRID);
    }
  }
  return values;
}
