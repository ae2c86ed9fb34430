/**
 * Unbiased pass@k of one problem: 1 - C(n - c, k) / C(n, k) of n samples with
 * c right ones (Chen et al. 2021, arXiv 2107.03374). Refuses k > n, where no
 * unbiased estimate exists.
 */
export function passAtK(n: number, c: number, k: number): number {
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  if (!isCount(n) || !isCount(c) || c > n) {
    throw new RangeError(
      `Cannot estimate pass@${k}: ${c} of ${n} samples cannot be right`,
    );
  }
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new RangeError(`Cannot estimate pass@${k}: there are ${n} samples`);
  }
  if (n - c < k) return 1;
  let allWrong = 1;
  for (let i = n - c + 1; i <= n; i++) allWrong *= 1 - k / i;
  return 1 - allWrong;
}
