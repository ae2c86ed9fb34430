/**
 * Pareto frontiers: cost is minimised, value maximised, compared exactly
 * (statistics.md A3). b dominates a when it costs at most as much and is worth
 * at least as much, one of them strictly; strongly when both are. Every
 * function refuses, with a RangeError that names the point, a cost or value
 * that is no finite number.
 */
import {
  compareRational,
  difference,
  type Exact,
  type Fraction,
  type Rational,
  rational,
} from "./rational.ts";

/** A point of a trade-off; ids are distinct. */
export interface Point {
  readonly id: string;
  readonly cost: Exact;
  readonly value: Exact;
}

/** A point with its coordinates read. */
interface Placed<P extends Point> {
  readonly point: P;
  readonly cost: Rational;
  readonly value: Rational;
}

/**
 * The points no other dominates. Exact duplicates stay. Ordered by cost, then
 * value, then id; the very objects given come back. O(n log n).
 */
export function frontier<P extends Point>(points: readonly P[]): P[] {
  return unplaced(undominated(points));
}

/** The frontier with exact duplicates reduced to the lowest id. */
export function distinct<P extends Point>(points: readonly P[]): P[] {
  return unplaced(distinctUndominated(points));
}

/**
 * The points no other dominates strongly, a superset of the frontier. Ordered
 * by cost, then value, then id. O(n log n).
 */
export function weaklyEfficient<P extends Point>(points: readonly P[]): P[] {
  const placed = placeAll(points).sort((a, b) =>
    compareRational(a.cost, b.cost) || compareRational(a.value, b.value) ||
    byId(a.point, b.point)
  );
  /** The best value at a lower cost, and at this cost or lower. */
  let cheaper: Placed<P> | undefined;
  let best: Placed<P> | undefined;
  return unplaced(placed.filter((point, i) => {
    if (i > 0 && compareRational(point.cost, placed[i - 1]!.cost) > 0) {
      cheaper = best;
    }
    if (!best || compareRational(point.value, best.value) > 0) best = point;
    return !cheaper || compareRational(point.value, cheaper.value) >= 0;
  }));
}

/** For the id of every dominated point the ids of all that dominate it, sorted. O(n^2). */
export function dominatedBy(
  points: readonly Point[],
): Record<string, string[]> {
  const placed = placeAll(points);
  const entries = placed.map((loser): [string, string[]] => [
    loser.point.id,
    unplaced(
      placed.filter((winner) =>
        compareRational(winner.cost, loser.cost) <= 0 &&
        compareRational(winner.value, loser.value) >= 0 &&
        !isSame(winner, loser)
      ),
    ).sort(byId).map(({ id }) => id),
  ]);
  return Object.fromEntries(
    entries.filter(([, winners]) => winners.length > 0),
  );
}

/**
 * The best point among those that cost at most `atCost`, null when none does:
 * a right-continuous step function, since no mix of two points can be had.
 */
export function envelope<P extends Point>(
  points: readonly P[],
  atCost: Exact,
): P | null {
  const most = rational(atCost, "the cost of an envelope");
  return undominated(points).findLast(({ cost }) =>
    compareRational(cost, most) <= 0
  )?.point ?? null;
}

/**
 * The points within `epsilon` of the envelope: worth at least the best one that
 * costs at most as much, less epsilon. For 0 the frontier and what is as good at
 * a higher cost; the frontier is always part of it. Ordered by cost, then value,
 * then id. O(n log n). Refuses, too, an epsilon that is no number from 0 up.
 */
export function epsilonFrontier<P extends Point>(
  points: readonly P[],
  epsilon: Exact,
): P[] {
  const slack = rational(epsilon, "the epsilon of a frontier");
  if (compareRational(slack, 0) < 0) {
    throw new RangeError(
      `Cannot take a frontier with an epsilon below 0, ${epsilon}`,
    );
  }
  const bestFirst = placeAll(points).sort((a, b) =>
    compareRational(a.cost, b.cost) || compareRational(b.value, a.value) ||
    byId(a.point, b.point)
  );
  let best: Placed<P> | undefined;
  const near = bestFirst.filter((point) => {
    if (!best || compareRational(point.value, best.value) > 0) best = point;
    return compareRational(difference(best.value, point.value), slack) <= 0;
  });
  return unplaced(
    near.sort((a, b) =>
      compareRational(a.cost, b.cost) || compareRational(a.value, b.value) ||
      byId(a.point, b.point)
    ),
  );
}

/** Vertices of the upper concave hull of the frontier: a part of it, not the frontier. */
export function concaveHull<P extends Point>(points: readonly P[]): P[] {
  const hull: Placed<P>[] = [];
  for (const point of distinctUndominated(points)) {
    while (hull.length > 1 && !turnsDown(hull.at(-2)!, hull.at(-1)!, point)) {
      hull.pop();
    }
    hull.push(point);
  }
  return unplaced(hull);
}

function undominated<P extends Point>(points: readonly P[]): Placed<P>[] {
  const cheapestFirst = placeAll(points).sort((a, b) =>
    compareRational(a.cost, b.cost) || compareRational(b.value, a.value) ||
    byId(a.point, b.point)
  );
  let last: Placed<P> | undefined;
  return cheapestFirst.filter((point) => {
    const isKept = !last || compareRational(point.value, last.value) > 0 ||
      isSame(point, last);
    if (isKept) last = point;
    return isKept;
  });
}

function distinctUndominated<P extends Point>(points: readonly P[]) {
  return undominated(points).filter((point, i, all) =>
    i === 0 || !isSame(point, all[i - 1]!)
  );
}

function placeAll<P extends Point>(points: readonly P[]): Placed<P>[] {
  return points.map((point) => ({
    point,
    cost: rational(point.cost, `the cost of ${point.id}`),
    value: rational(point.value, `the value of ${point.id}`),
  }));
}

function unplaced<P extends Point>(placed: readonly Placed<P>[]): P[] {
  return placed.map(({ point }) => point);
}

const byId = (a: Point, b: Point) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

function isSame(a: Placed<Point>, b: Placed<Point>): boolean {
  return compareRational(a.cost, b.cost) === 0 &&
    compareRational(a.value, b.value) === 0;
}

/** Whether b lies strictly above the line from a to c: the slope to b is above that from it. */
function turnsDown(
  a: Placed<Point>,
  b: Placed<Point>,
  c: Placed<Point>,
): boolean {
  const slope = (from: Placed<Point>, to: Placed<Point>): Fraction => {
    const rise = difference(to.value, from.value);
    const run = difference(to.cost, from.cost);
    return {
      numerator: rise.numerator * run.denominator,
      denominator: rise.denominator * run.numerator,
    };
  };
  return compareRational(slope(a, b), slope(b, c)) > 0;
}
