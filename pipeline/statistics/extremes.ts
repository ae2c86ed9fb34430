/**
 * The k-th smallest and the k-th largest of some numbers, counted from 1: what
 * sorting them would show, for a k small beside their count. Refuses, with a
 * RangeError, a k that is no whole number from 1 to their count.
 */
export function extremes(
  values: ArrayLike<number>,
  k: number,
): [low: number, high: number] {
  if (!Number.isInteger(k) || k < 1 || k > values.length) {
    throw new RangeError(
      `Cannot look up an extreme: of ${values.length} numbers there is no ${k}th`,
    );
  }
  // The k smallest and the k largest seen so far, both rising.
  const lowest = new Float64Array(k);
  for (let i = 0; i < k; i++) lowest[i] = values[i]!;
  const highest = lowest.sort().slice();
  const last = k - 1;
  for (let i = k; i < values.length; i++) {
    const value = values[i]!;
    if (value < lowest[last]!) {
      let at = last;
      for (; at > 0 && lowest[at - 1]! > value; at--) {
        lowest[at] = lowest[at - 1]!;
      }
      lowest[at] = value;
    }
    if (value > highest[0]!) {
      let at = 0;
      for (; at < last && highest[at + 1]! < value; at++) {
        highest[at] = highest[at + 1]!;
      }
      highest[at] = value;
    }
  }
  return [lowest[last]!, highest[0]!];
}
