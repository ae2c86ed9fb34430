import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  rerunError,
  rerunErrors,
} from "../../../pipeline/statistics/rerun_error.ts";
import { majorityCurve } from "../../../pipeline/statistics/majority.ts";

Deno.test("rerunError() worked by hand: 2 and 0 of 4 right give sqrt(1/4 / 3) / 2", () => {
  const error = rerunError([2, 0], 4);
  ok(Math.abs(error! - Math.sqrt(0.25 / 3) / 2) < 1e-12);
  equal(rerunError(new Uint8Array([4, 0]), 4), 0);
});

Deno.test("rerunError() of one sample is not known", () => {
  equal(rerunError([1, 0, 1], 1), null);
});

Deno.test("rerunError() refuses no problems and more right samples than there are", () => {
  throws(() => rerunError([], 4), /there are 0 problems/);
  for (const bad of [5, -1, NaN]) {
    throws(() => rerunError([bad], 4), {
      name: "RangeError",
      message:
        `Cannot estimate a rerun error: ${bad} of 4 samples cannot be right`,
    });
  }
  throws(() => rerunErrors([], [1]), /there are 0 problems/);
});

Deno.test("rerunErrors() refuses groups larger than the samples", () => {
  const votes = [{ right: 2, wrong: [1], missing: 1 }];
  for (const bad of [0, 5, 1.5, NaN]) {
    throws(() => rerunErrors(votes, [1, bad]), {
      name: "RangeError",
      message: `Cannot let a group of ${bad} vote: there are 4 samples`,
    });
  }
});

Deno.test("rerunErrors() of a group of one is rerunError()", () => {
  const right = fc.array(fc.nat(8), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(right, (right) => {
    const votes = right.map((count) => ({
      right: count,
      wrong: [8 - count],
      missing: 0,
    }));
    deepEqual(rerunErrors(votes, [3, 1])[1], rerunError(right, 8));
  }));
});

Deno.test("rerunErrors() worked by hand: one problem, 2 of 4 right gives sqrt(1/4 / 3)", () => {
  const [error] = rerunErrors([{ right: 2, wrong: [2], missing: 0 }], [1]);
  ok(Math.abs(error! - Math.sqrt(0.25 / 3)) < 1e-12);
});

Deno.test("rerunErrors() is null where leaving one out leaves too few voters", () => {
  deepEqual(
    rerunErrors([{ right: 2, wrong: [1], missing: 1 }], [1, 4]).map((e) =>
      e === null
    ),
    [
      false,
      true,
    ],
  );
  equal(rerunErrors([{ right: 1, wrong: [], missing: 0 }], [1])[0], null);
});

const anyProblem = fc.record({
  right: fc.nat(5),
  wrong: fc.array(fc.integer({ min: 1, max: 3 }), {
    minLength: 1,
    maxLength: 3,
  }),
  missing: fc.nat(2),
}).filter(({ right, wrong, missing }) =>
  wrong.reduce((a, b) => a + b, right + missing) > 4
);

Deno.test("rerunErrors() is the plain jackknife over samples", () => {
  fc.assert(
    fc.property(
      fc.array(anyProblem, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 4 }),
      (problems, group) => {
        const variance = problems.reduce((sum, { right, wrong, missing }) => {
          const samples = [
            ...Array(right).fill([1, -1]),
            ...wrong.flatMap((count, i) => Array(count).fill([2, i])),
            ...Array(missing).fill([3, -1]),
          ] as [number, number][];
          const without = samples.map(([kind, i]) =>
            majorityCurve(
              right - Number(kind === 1),
              wrong.map((count, at) => count - Number(kind === 2 && at === i)),
              missing - Number(kind === 3),
              [group],
            )[0]!
          );
          const n = samples.length;
          const mean = without.reduce((a, b) => a + b, 0) / n;
          return sum +
            ((n - 1) / n) * without.reduce((a, b) => a + (b - mean) ** 2, 0);
        }, 0);
        const error = rerunErrors(problems, [1, 2, 3, 4])[group - 1];
        ok(Math.abs(error! - Math.sqrt(variance) / problems.length) < 1e-9);
      },
    ),
  );
});

Deno.test("rerunErrors() of more samples than the kernel counts: by hand, and the plain jackknife", () => {
  // Of 60 samples 59 are right and one is wrong, two vote. Without a right one
  // a vote of 59 is right unless it holds the wrong one, then by half: 58/59 in
  // all; without the wrong one always.
  const mean = (59 * (58 / 59) + 1) / 60;
  const variance = 59 / 60 * (59 * (58 / 59 - mean) ** 2 + (1 - mean) ** 2);
  const [error] = rerunErrors([{ right: 59, wrong: [1], missing: 0 }], [2]);
  ok(Math.abs(error! - Math.sqrt(variance)) < 1e-12, `${error}`);
  const anyMany = fc.record({
    right: fc.integer({ min: 0, max: 40 }),
    wrong: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
    missing: fc.nat(9),
  }).map((votes) => ({ ...votes, right: votes.right + 57 }));
  const anyWrong = fc.record({
    right: fc.constantFrom(0, 1, 20),
    wrong: fc.constantFrom<number[]>([30, 30], [30, 30, 0, 7], [57, 1]),
    missing: fc.constantFrom(0, 3),
  });
  fc.assert(
    fc.property(
      fc.oneof(anyMany, anyWrong),
      fc.integer({ min: 2, max: 4 }),
      (votes, group) => {
        const { right, wrong, missing } = votes;
        const n = wrong.reduce((a, b) => a + b, right + missing);
        const without: [number, number][] = [
          [
            right,
            right && majorityCurve(right - 1, wrong, missing, [group])[0]!,
          ],
          [
            missing,
            missing && majorityCurve(right, wrong, missing - 1, [group])[0]!,
          ],
          ...wrong.map((count, i): [number, number] => [
            count,
            count &&
            majorityCurve(right, wrong.with(i, count - 1), missing, [
              group,
            ])[0]!,
          ]),
        ];
        const mean = without.reduce((a, [k, value]) => a + k * value, 0) / n;
        const wanted = (n - 1) / n *
          without.reduce((a, [k, value]) => a + k * (value - mean) ** 2, 0);
        const [error] = rerunErrors([votes], [group]);
        ok(Math.abs(error! - Math.sqrt(wanted)) < 1e-9);
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("rerunErrors() knows two problems apart that share their counts of right and missing samples", () => {
  const apart = [[2, 1, 1], [1, 1, 2], [4]].map((wrong) =>
    rerunErrors([{ right: 3, wrong, missing: 1 }], [3])[0]!
  );
  equal(apart[0], apart[1]);
  ok(Math.abs(apart[0]! - apart[2]!) > 1e-3);
});
