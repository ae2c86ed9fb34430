/** Samples up to which every C(n, k) is below 2^53 and so exact in a double: C(56, 28) = 7.6e15. */
export const EXACT_SAMPLES = 56;

/** Step from one n to the next in `CHOOSE`. */
export const ROW = EXACT_SAMPLES + 1;

/** Binomials C(n, k) of all n and k up to 56, at n * ROW + k; 0 for k > n. */
export const CHOOSE = new Float64Array(ROW * ROW);

for (let n = 0; n < ROW; n++) {
  CHOOSE[n * ROW] = 1;
  for (let k = 1; k <= n; k++) {
    const above = (n - 1) * ROW + k;
    CHOOSE[n * ROW + k] = CHOOSE[above - 1]! + CHOOSE[above]!;
  }
}

/** Binomials C(n, k) for k = 0 to `most`, of n of any size; 0 for k > n. */
export function chooseRow(n: number, most: number): bigint[] {
  let ways = 1n;
  return Array.from({ length: most + 1 }, (_, k) => {
    if (k > 0) ways = ways * BigInt(Math.max(0, n - k + 1)) / BigInt(k);
    return ways;
  });
}
