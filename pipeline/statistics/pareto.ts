/** Pareto frontiers: cost is minimised, value maximised, compared exactly. */
import { compareExact, type Exact, fraction } from "./rational.ts";

/** A point of a trade-off. */
export interface Point {
  readonly id: string;
  readonly cost: Exact;
  readonly value: Exact;
}

const byId = (a: Point, b: Point) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

function isSame(a: Point, b: Point): boolean {
  return compareExact(a.cost, b.cost) === 0 &&
    compareExact(a.value, b.value) === 0;
}

/** Cheapest first; of the same cost the most valuable first, then by id. Refuses what is no finite number. */
function cheapestFirst<P extends Point>(points: readonly P[]): P[] {
  if (points.length === 1) {
    [points[0]!.cost, points[0]!.value].forEach(fraction);
  }
  return points.toSorted((a, b) =>
    compareExact(a.cost, b.cost) || compareExact(b.value, a.value) || byId(a, b)
  );
}

/**
 * The points no other dominates: none costs at most as much and is worth at
 * least as much, one of them strictly. Exact duplicates stay. Ordered by cost,
 * then id; the very objects given come back. O(n log n).
 */
export function frontier<P extends Point>(points: readonly P[]): P[] {
  const kept: P[] = [];
  for (const point of cheapestFirst(points)) {
    const last = kept.at(-1);
    if (
      !last || compareExact(point.value, last.value) > 0 || isSame(point, last)
    ) {
      kept.push(point);
    }
  }
  return kept;
}

/** The frontier with exact duplicates reduced to the lowest id. */
export function distinct<P extends Point>(points: readonly P[]): P[] {
  return frontier(points).filter((point, i, all) =>
    i === 0 || !isSame(point, all[i - 1]!)
  );
}

/** Points that no other beats strictly in both cost and value: a superset of the frontier. */
export function weaklyEfficient<P extends Point>(points: readonly P[]): P[] {
  let best: P | undefined;
  let cheaper: P | undefined;
  return cheapestFirst(points).filter((point) => {
    if (!best || compareExact(point.cost, best.cost) > 0) {
      if (best && (!cheaper || compareExact(best.value, cheaper.value) > 0)) {
        cheaper = best;
      }
      best = point;
    }
    return !cheaper || compareExact(point.value, cheaper.value) >= 0;
  }).sort((a, b) =>
    compareExact(a.cost, b.cost) || compareExact(a.value, b.value) || byId(a, b)
  );
}

/** For every dominated point the ids of all that dominate it, sorted. */
export function dominatedBy(
  points: readonly Point[],
): Record<string, string[]> {
  const entries = points.map((loser): [string, string[]] => [
    loser.id,
    points.filter((winner) =>
      compareExact(winner.cost, loser.cost) <= 0 &&
      compareExact(winner.value, loser.value) >= 0 &&
      !isSame(winner, loser)
    ).toSorted(byId).map(({ id }) => id),
  ]);
  return Object.fromEntries(
    entries.filter(([, winners]) => winners.length > 0),
  );
}

/** The best point within a cost, null when none is: a step function, no line between points can be had. */
export function envelope<P extends Point>(
  points: readonly P[],
  atCost: Exact,
): P | null {
  return frontier(points).findLast(({ cost }) =>
    compareExact(cost, atCost) <= 0
  ) ?? null;
}

/** Vertices of the upper concave hull of the frontier. */
export function concaveHull<P extends Point>(points: readonly P[]): P[] {
  const hull: P[] = [];
  for (const point of distinct(points)) {
    while (hull.length > 1 && !turnsDown(hull.at(-2)!, hull.at(-1)!, point)) {
      hull.pop();
    }
    hull.push(point);
  }
  return hull;
}

/** Whether b lies strictly above the line from a to c. */
function turnsDown(a: Point, b: Point, c: Point): boolean {
  const minus = (x: Exact, y: Exact) => {
    const [p, q] = [fraction(x), fraction(y)];
    return {
      numerator: p.numerator * q.denominator - q.numerator * p.denominator,
      denominator: p.denominator * q.denominator,
    };
  };
  const times = (x: ReturnType<typeof minus>, y: ReturnType<typeof minus>) => ({
    numerator: x.numerator * y.numerator,
    denominator: x.denominator * y.denominator,
  });
  return compareExact(
    times(minus(b.value, a.value), minus(c.cost, a.cost)),
    times(minus(c.value, a.value), minus(b.cost, a.cost)),
  ) > 0;
}
