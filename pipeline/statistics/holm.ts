/**
 * p values adjusted for having looked at all of them, in the order given:
 * rejecting those at most alpha keeps the chance of any false rejection below
 * alpha (Holm 1979, step-down: the i-th smallest of m times m - i + 1, at
 * least the one before, at most 1). Refuses with a RangeError what is not in 0-1.
 */
export function holm(p: readonly number[]): number[] {
  for (const value of p) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(
        `Cannot adjust a p value: it is not in 0-1, ${value}`,
      );
    }
  }
  const order = [...p.keys()].sort((a, b) => p[a]! - p[b]!);
  const adjusted = Array<number>(p.length);
  let largest = 0;
  order.forEach((at, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[at]!));
    adjusted[at] = largest;
  });
  return adjusted;
}
