/**
 * Frontiers and envelopes of many sets of values over the same costs, as
 * resamples give them: the costs are sorted once, every set is then one scan.
 * Values are doubles, compared on a grid where noted; pareto.ts compares one
 * set exactly.
 */

/** Values closer than this are the same to a frontier: votes are exact to 1e-15 only. */
const GRID = 1e-12;

/** A value among others, by its place, and what it costs. */
export interface Priced {
  readonly at: number;
  readonly cost: number;
}

/** Places of values, cheapest first, and their costs. */
export interface ByCost {
  readonly places: Int32Array;
  readonly costs: Float64Array;
}

/** Sorts by cost; equal costs stay in the order given. */
export function byCost(points: readonly Priced[]): ByCost {
  const sorted = points.toSorted((a, b) => a.cost - b.cost);
  return {
    places: Int32Array.from(sorted, ({ at }) => at),
    costs: Float64Array.from(sorted, ({ cost }) => cost),
  };
}

/**
 * Places of the values at or above a floor that no other dominates, cheapest
 * first, exact duplicates reduced to the first.
 */
export function distinctPlaces(
  { places, costs }: ByCost,
  values: ArrayLike<number>,
  floor = -Infinity,
): number[] {
  const least = Math.round(floor / GRID);
  const kept: number[] = [];
  let best = -Infinity;
  for (let i = 0; i < places.length;) {
    const cost = costs[i]!;
    let member = -1;
    for (; i < places.length && costs[i] === cost; i++) {
      const value = Math.round(values[places[i]!]! / GRID);
      if (value < least || value <= best) continue;
      best = value;
      member = places[i]!;
    }
    if (member >= 0) kept.push(member);
  }
  return kept;
}

/**
 * The best value affordable at each of some costs, -Infinity where none is.
 * The array belongs to the envelope: the next call writes over it.
 */
export type Envelope = (values: ArrayLike<number>) => Float64Array;

/** The envelope of some points, asked at costs in rising order. */
export function envelopeAt(
  points: readonly Priced[],
  asked: ArrayLike<number>,
): Envelope {
  const { places, costs } = byCost(points);
  const affordable = new Int32Array(asked.length);
  for (let q = 0, count = 0; q < asked.length; q++) {
    while (count < costs.length && costs[count]! <= asked[q]!) count++;
    affordable[q] = count;
  }
  const best = new Float64Array(asked.length);
  return (values) => {
    let most = -Infinity;
    for (let q = 0, next = 0; q < best.length; q++) {
      for (const end = affordable[q]!; next < end; next++) {
        const value = values[places[next]!]!;
        if (value > most) most = value;
      }
      best[q] = most;
    }
    return best;
  };
}
