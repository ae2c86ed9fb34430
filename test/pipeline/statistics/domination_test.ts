import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  dominationCertificates,
  type Scored,
} from "../../../pipeline/statistics/domination.ts";
import { problemDraws } from "../../../pipeline/statistics/resample.ts";
import { uniform } from "../../../pipeline/simulate/chance.ts";

const drawn = problemDraws(30, 999, 5);

/** Shares of 32 samples on 30 problems of rising ease, lifted. */
const point = (cost: number, lift: number, name = 1): Scored => ({
  cost,
  scores: Array.from({ length: 30 }, (_, i) => {
    const share = i / 40 + lift + 0.1 * (uniform(3, i, name) - 0.5);
    return Math.round(32 * Math.min(1, Math.max(0, share))) / 32;
  }),
});

Deno.test("dominationCertificates() worked by hand: 20 points more for less are certified, half a point is not, more for more never", () => {
  const points = [point(2, 0.2, 1), point(4, 0, 2), point(5, 0.205, 3)];
  const { comparisons, certificates } = dominationCertificates(points, drawn);
  // 0 against 1 and 2, 1 against 2.
  equal(comparisons, 3);
  deepEqual(certificates.map(({ winner, loser }) => [winner, loser]), [[0, 1]]);
  const [{ difference, lower, adjustedP }] = certificates as [
    typeof certificates[0] & object,
  ];
  ok(difference > 0.18 && difference < 0.22);
  ok(lower > 0.15 && lower < difference);
  equal(adjustedP, 1 / 1000);
});

Deno.test("dominationCertificates() compares points of one cost both ways", () => {
  const { comparisons, certificates } = dominationCertificates(
    [point(4, 0, 1), point(4, 0.3, 2)],
    drawn,
  );
  equal(comparisons, 2);
  deepEqual(certificates.map(({ winner, loser }) => [winner, loser]), [[1, 0]]);
});

Deno.test("dominationCertificates() are dominations of the measured scores too, none of them mutual", () => {
  const any = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 })),
    { minLength: 2, maxLength: 6 },
  );
  const mean = ({ scores }: Scored) =>
    Array.from(scores).reduce((sum, one) => sum + one, 0) / 30;
  fc.assert(
    fc.property(any, (pairs) => {
      const points = pairs.map(([cost, lift], i) => point(cost, lift / 20, i));
      const { certificates } = dominationCertificates(points, drawn);
      const said = new Set(
        certificates.map(({ winner, loser }) => `${winner} ${loser}`),
      );
      for (const { winner, loser, difference, lower } of certificates) {
        const [won, lost] = [points[winner]!, points[loser]!];
        ok(won.cost <= lost.cost);
        ok(Math.abs(mean(won) - mean(lost) - difference) < 1e-12);
        ok(0 < lower && lower < difference);
        ok(!said.has(`${loser} ${winner}`));
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("dominationCertificates() of no points are none, and of a cost that is none refused", () => {
  deepEqual(dominationCertificates([], drawn).certificates, []);
  for (const cost of [NaN, Infinity]) {
    throws(() => dominationCertificates([point(cost, 0)], drawn), {
      name: "RangeError",
      message:
        `Cannot compare the cost of a point: it is no finite number, ${cost}`,
    });
  }
});

Deno.test("dominationCertificates() come by loser, the best bound first, then by winner", () => {
  // 0, 1 and 2 beat 3 and 4; 1 and 2 are the same, 0 is less good.
  const points = [
    point(1, 0.15, 1),
    point(1, 0.3, 2),
    point(1, 0.3, 2),
    point(5, 0, 3),
    point(5, 0, 3),
  ];
  const { certificates } = dominationCertificates(points, drawn);
  const of = (loser: number) =>
    certificates.filter((each) => each.loser === loser);
  deepEqual(
    [...of(3), ...of(4)].map(({ winner, loser }) => [winner, loser]),
    [[1, 3], [2, 3], [0, 3], [1, 4], [2, 4], [0, 4]],
  );
  deepEqual(certificates.map(({ loser }) => loser), [
    ...of(0).map(() => 0),
    ...[3, 3, 3, 4, 4, 4],
  ]);
  ok(of(3)[0]!.lower > of(3)[2]!.lower);
  for (const { lower } of certificates) ok(lower > 0);
});
