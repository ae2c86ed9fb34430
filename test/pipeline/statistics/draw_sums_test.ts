import { deepEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { drawSums } from "../../../pipeline/statistics/draw_sums.ts";
import { problemDraws } from "../../../pipeline/statistics/resample.ts";

/** The sums of both lists. */
function sums(values: number[], others: number[], draws: number, seed: number) {
  const one = new Float64Array(draws);
  const other = new Float64Array(draws);
  drawSums(
    problemDraws(values.length, draws, seed),
    values,
    others,
    one,
    other,
  );
  return [one, other];
}

Deno.test("drawSums() worked by hand: the first draw of five takes the problems 1, 1, 0, 2, 1 times", () => {
  const [one, other] = sums(
    [1, 10, 100, 1000, 10000],
    [0, 0, 0, 0.5, 0],
    2000,
    0x5eed1e55,
  );
  deepEqual([one![0], other![0]], [12011, 1]);
});

Deno.test("drawSums() is, to the last bit, the sum over all problems in their order", () => {
  const value = fc.double({ min: -1, max: 1, noNaN: true });
  const any = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 });
  fc.assert(fc.property(any, fc.nat(), (pairs, seed) => {
    const [values, others] = [0, 1].map((i) => pairs.map((pair) => pair[i]!));
    const { counts } = problemDraws(pairs.length, 20, seed);
    const plain = (of: readonly number[]) =>
      Float64Array.from({ length: 20 }, (_, draw) => {
        let sum = 0;
        of.forEach((each, i) => sum += counts[draw * of.length + i]! * each);
        return sum;
      });
    deepEqual(sums(values!, others!, 20, seed), [
      plain(values!),
      plain(others!),
    ]);
  }));
});

Deno.test("drawSums() refuses values of another number of problems", () => {
  const out = new Float64Array(10);
  const drawn = problemDraws(3, 10, 1);
  for (const [values, others] of [[[1, 2], [1, 2, 3]], [[1, 2, 3], [1, 2]]]) {
    throws(
      () => drawSums(drawn, values!, others!, out, out),
      /TypeError: Cannot resample 2 scores: the draws are of 3/,
    );
  }
});
