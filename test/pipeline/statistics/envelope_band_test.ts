import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { envelopeBand } from "../../../pipeline/statistics/envelope_band.ts";
import { problemDraws } from "../../../pipeline/statistics/resample.ts";
import { uniform } from "../../../pipeline/simulate/chance.ts";
import fc from "fast-check";

const drawn = problemDraws(30, 1000, 5);
const scores = (lift: number, name: number) =>
  Array.from(
    { length: 30 },
    (_, i) => Math.min(1, i / 40 + lift + 0.1 * uniform(3, i, name)),
  );

Deno.test("envelopeBand() worked by hand: a single point that is always half right has no spread", () => {
  const half = [{ cost: 2, scores: Array<number>(30).fill(0.5) }];
  const band = envelopeBand(half, [2, 3], drawn);
  for (const line of Object.values(band)) deepEqual([...line], [0.5, 0.5]);
});

Deno.test("envelopeBand() holds 95 % of the resampled means of a single point, and all costs at once ask for more", () => {
  const points = [0, 1, 2, 3].map((i) => ({
    cost: i + 1,
    scores: scores(0.05 * i, i),
  }));
  const band = envelopeBand(points, [1, 2, 3, 4], drawn);
  const { counts } = drawn;
  let inside = 0;
  for (let draw = 0; draw < 1000; draw++) {
    const mean = points[0]!.scores.reduce(
      (sum, score, i) => sum + score * counts[30 * draw + i]! / 30,
      0,
    );
    if (band.lower[0]! - mean < 1e-12 && mean - band.upper[0]! < 1e-12) {
      inside++;
    }
  }
  // Of 1000 draws 24 lie outside on either side.
  equal(inside, 952);
  const width = (a: Float64Array, b: Float64Array) =>
    b.reduce((sum, upper, q) => sum + upper - a[q]!, 0);
  ok(
    width(band.lowerOfAll, band.upperOfAll) > width(band.lower, band.upper),
  );
});

Deno.test("envelopeBand() rises with the cost, and holds the envelope when all costs count at once", () => {
  const any = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat()), {
    minLength: 1,
    maxLength: 5,
  });
  const rises = (line: Float64Array) =>
    line.every((value, q) => q === 0 || value >= line[q - 1]! - 1e-12);
  fc.assert(
    fc.property(any, (given) => {
      const points = given.map(([cost, name]) => ({
        cost,
        scores: scores(cost / 20, name),
      }));
      const least = Math.min(...points.map(({ cost }) => cost));
      const band = envelopeBand(points, [least, 6, 7], drawn);
      ok(rises(band.envelope) && rises(band.lower) && rises(band.upper));
      band.envelope.forEach((value, q) => {
        ok(band.lowerOfAll[q]! <= value && value <= band.upperOfAll[q]!);
      });
    }),
    { numRuns: 20 },
  );
});

Deno.test("envelopeBand() refuses a cost at which nothing can be had, and too few draws", () => {
  const points = [{ cost: 2, scores: [1, 0] }];
  throws(
    () => envelopeBand(points, [1], problemDraws(2, 40, 1)),
    /Cannot draw a band: nothing costs at most 1/,
  );
  throws(
    () => envelopeBand(points, [2], problemDraws(2, 38, 1)),
    /^RangeError: Cannot draw a band from 38 draws: give 39$/,
  );
});

Deno.test("envelopeBand() over all costs is, of one point at one cost, its mean and so many standard errors", () => {
  const point = { cost: 1, scores: scores(0.1, 9) };
  const band = envelopeBand([point], [1], drawn);
  const means = Array.from({ length: 1000 }, (_, draw) =>
    point.scores.reduce(
      (sum, score, i) => sum + score * drawn.counts[30 * draw + i]!,
      0,
    ) / 30);
  const middle = means.reduce((sum, mean) => sum + mean, 0) / 1000;
  const error = Math.sqrt(
    means.reduce((sum, mean) => sum + (mean - middle) ** 2, 0) / 999,
  );
  const envelope = point.scores.reduce((sum, score) => sum + score, 0) / 30;
  // 50 of 1,000 draws are further away than the band is wide: 2 x 25.
  const width = means.map((mean) => Math.abs(mean - envelope)).sort((a, b) =>
    b - a
  )[49]!;
  ok(Math.abs(band.envelope[0]! - envelope) < 1e-12);
  ok(Math.abs(band.upperOfAll[0]! - envelope - width) < 1e-9);
  ok(Math.abs(envelope - band.lowerOfAll[0]! - width) < 1e-9);
  ok(width > 1.8 * error && width < 2.1 * error);
});

Deno.test("envelopeBand() over all costs measures each cost by its own standard deviation", () => {
  const wide = { cost: 1, scores: scores(0, 9) };
  const narrow = {
    cost: 2,
    scores: Array.from({ length: 30 }, (_, i) => 0.9 + (i % 3) / 100),
  };
  const band = envelopeBand([wide, narrow], [1, 2], drawn);
  const columns = [wide, narrow].map(({ scores }) =>
    Array.from({ length: 1000 }, (_, draw) =>
      scores.reduce(
        (sum, score, i) => sum + score * drawn.counts[30 * draw + i]!,
        0,
      ) / 30)
  );
  const errors = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / 1000;
    const squares = column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return Math.sqrt(squares / 999);
  });
  const [own, best] = band.envelope;
  const width = columns[0]!.map((value, draw) =>
    Math.max(
      Math.abs(value - own!) / errors[0]!,
      Math.abs(columns[1]![draw]! - best!) / errors[1]!,
    )
  ).sort((a, b) => b - a)[49]!;
  band.envelope.forEach((value, q) => {
    ok(Math.abs(band.lowerOfAll[q]! - (value - width * errors[q]!)) < 1e-9);
    const upper = Math.min(1, value + width * errors[q]!);
    ok(Math.abs(band.upperOfAll[q]! - upper) < 1e-9);
  });
  ok(errors[0]! > 5 * errors[1]!);
});
