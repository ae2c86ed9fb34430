import type { ProblemDraws } from "./resample.ts";

// Products of every value with every count, kept between calls.
let products = new Float64Array(0);
let otherProducts = new Float64Array(0);

/**
 * Sums of count x value over the problems of every draw, of two lists of
 * values at once; `values` and `others` hold one a problem, `sums` and
 * `otherSums` become one a draw. Added in the order of the problems, so that a
 * sum does not depend on what it is asked for with. Refuses, with a TypeError,
 * lists of another length.
 */
export function drawSums(
  { problems, draws, terms: { codes, ends, stride } }: ProblemDraws,
  values: ArrayLike<number>,
  others: ArrayLike<number>,
  sums: Float64Array,
  otherSums: Float64Array,
): void {
  for (const { length } of [values, others]) {
    if (length === problems) continue;
    throw new TypeError(
      `Cannot resample ${length} scores: the draws are of ${problems}`,
    );
  }
  if (products.length < problems * stride) {
    products = new Float64Array(problems * stride);
    otherProducts = new Float64Array(problems * stride);
  }
  for (let i = 0, at = 0; i < problems; i++) {
    for (let count = 0; count < stride; count++, at++) {
      products[at] = count * values[i]!;
      otherProducts[at] = count * others[i]!;
    }
  }
  for (let draw = 0, at = 0; draw < draws; draw++) {
    let sum = 0;
    let otherSum = 0;
    for (const end = ends[draw]!; at < end; at++) {
      const code = codes[at]!;
      sum += products[code]!;
      otherSum += otherProducts[code]!;
    }
    sums[draw] = sum;
    otherSums[draw] = otherSum;
  }
}
