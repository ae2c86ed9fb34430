/** Largest n whose binomials stay within a double. */
export const MOST = 1000;

let rows = 0;
let table = new Float64Array(0);

/** Binomials C(n, k) of all n up to `most`, row by row: C(n, k) stands at n * width + k. */
export function binomials(
  most: number,
): { readonly table: Float64Array; readonly width: number } {
  if (most > MOST) {
    throw new RangeError(
      `Cannot count subsets of ${most}: give at most ${MOST} samples`,
    );
  }
  if (most + 1 > rows) {
    rows = Math.max(most + 1, 64);
    table = new Float64Array(rows * rows);
    for (let n = 0; n < rows; n++) {
      table[n * rows] = 1;
      for (let k = 1; k <= n; k++) {
        table[n * rows + k] = table[(n - 1) * rows + k - 1]! +
          table[(n - 1) * rows + k]!;
      }
    }
  }
  return { table, width: rows };
}
