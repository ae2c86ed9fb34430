/**
 * Kendall's tau-b of pairs (Kendall 1945): 1 when both always rise together,
 * -1 when one always falls as the other rises, ties counted out; NaN when
 * either is the same everywhere. O(n^2). Refuses with a TypeError lists of
 * different lengths.
 */
export function kendallTauB(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): number {
  if (x.length !== y.length) {
    throw new TypeError(
      `Cannot correlate: ${x.length} values stand beside ${y.length}`,
    );
  }
  let agreeing = 0;
  let inX = 0;
  let inY = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const dx = Math.sign(x[i]! - x[j]!);
      const dy = Math.sign(y[i]! - y[j]!);
      agreeing += dx * dy;
      if (dx !== 0) inX++;
      if (dy !== 0) inY++;
    }
  }
  return agreeing / Math.sqrt(inX * inY);
}
