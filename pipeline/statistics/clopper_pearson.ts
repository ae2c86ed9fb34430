/** Exact bounds of a share from a count, whatever it is: Clopper and Pearson 1934. */

const HALVINGS = 60;

/** The bounds that a true share passes, on either side, with a chance of at most 2.5 %. */
export function clopperPearson(
  count: number,
  of: number,
): { readonly lower: number; readonly upper: number } {
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  if (!isCount(count) || !isCount(of) || of === 0 || count > of) {
    throw new RangeError(`Cannot bound a share: ${count} of ${of} is none`);
  }
  const tail = 0.025;
  return {
    lower: count === 0
      ? 0
      : crossing((share) => 1 - atMost(count - 1, of, share) > tail),
    upper: count === of
      ? 1
      : crossing((share) => atMost(count, of, share) < tail),
  };
}

/** The share from which on a statement holds. */
function crossing(holds: (share: number) => boolean): number {
  let [below, above] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (below + above) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** The chance of at most `count` of `of` when each has the chance `share`. */
function atMost(count: number, of: number, share: number): number {
  let logWays = 0;
  let sum = 0;
  for (let k = 0; k <= count; k++) {
    if (k > 0) logWays += Math.log((of - k + 1) / k);
    sum += Math.exp(
      logWays + k * Math.log(share) + (of - k) * Math.log1p(-share),
    );
  }
  return Math.min(1, sum);
}
