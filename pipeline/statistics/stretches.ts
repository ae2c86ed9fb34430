/**
 * A range of costs cut into stretches on which step functions are constant, so
 * that means over log cost are exact sums.
 */
export interface Stretches {
  /** Where each stretch starts, rising; the range's end comes last. */
  readonly from: Float64Array;
  /** Each one's share of the range's log length; 0 at the end, all sum to 1. */
  readonly share: Float64Array;
}

/**
 * Cuts [low, high] at the costs within. Refuses with a RangeError a range that
 * is empty or does not lie above 0.
 */
export function stretches(
  costs: Iterable<number>,
  low: number,
  high: number,
): Stretches {
  if (!(low > 0 && low < high && high < Infinity)) {
    throw new RangeError(
      `Cannot cut a range of costs: it is not rising above 0, ${low} to ${high}`,
    );
  }
  const inside = [...costs].filter((cost) => cost > low && cost < high);
  const from = Float64Array.from(new Set([low, ...inside, high])).sort();
  const length = Math.log(high / low);
  return {
    from,
    share: from.map((start, i) =>
      Math.log((from[i + 1] ?? high) / start) / length
    ),
  };
}

/** The mean of a - b over log cost. */
export function meanGap(
  a: Float64Array,
  b: Float64Array,
  { share }: Stretches,
): number {
  let sum = 0;
  for (let i = 0; i < share.length; i++) sum += share[i]! * (a[i]! - b[i]!);
  return sum;
}

/** The share of log cost on which a is at least b - slack. */
export function shareReached(
  a: Float64Array,
  b: Float64Array,
  slack: number,
  { share }: Stretches,
): number {
  let sum = 0;
  for (let i = 0; i < share.length; i++) {
    if (a[i]! >= b[i]! - slack) sum += share[i]!;
  }
  return sum;
}
