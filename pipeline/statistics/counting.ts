import { CHOOSE, chooseRow, ROW } from "./binomial.ts";

/** Whole numbers to count subsets with: doubles while they are exact, BigInt beyond. */
export interface Counting<T> {
  readonly zero: T;
  readonly one: T;
  readonly plus: (a: T, b: T) => T;
  readonly times: (a: T, b: T) => T;
  /** Binomials C(n, k) for k = 0 to `most`; 0 for k > n. */
  readonly chooseRow: (n: number, most: number) => T[];
  /** part / whole as a number, within 2^-53 for a part up to the whole. */
  readonly share: (part: T, whole: T) => number;
}

/** Exact for subsets of at most `EXACT_SAMPLES` samples. */
export const IN_DOUBLES: Counting<number> = {
  zero: 0,
  one: 1,
  plus: (a, b) => a + b,
  times: (a, b) => a * b,
  chooseRow: (n, most) => [...CHOOSE.subarray(n * ROW, n * ROW + most + 1)],
  share: (part, whole) => part / whole,
};

/** Exact for any number of samples. */
export const IN_BIGINTS: Counting<bigint> = {
  zero: 0n,
  one: 1n,
  plus: (a, b) => a + b,
  times: (a, b) => a * b,
  chooseRow,
  // Both may be beyond a double's range: 64 binary places are kept instead.
  share: (part, whole) => Number((part << 64n) / whole) / 2 ** 64,
};
