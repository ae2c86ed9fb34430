import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { expectedMajority } from "../../../pipeline/simulate/expected_majority.ts";
import { majorityCurve } from "../../../pipeline/statistics/majority.ts";

const close = (a: number, b: number, within = 1e-12) =>
  ok(Math.abs(a - b) <= within, `${a} ${b}`);

Deno.test("expectedMajority() of one sample is the chance to be right", () => {
  close(expectedMajority(0.3, [0.5], 0.2, [1])[0]!, 0.3);
});

Deno.test("expectedMajority() of three samples and one wrong answer: 0.6^3 + 3 × 0.6^2 × 0.4 = 0.648", () => {
  close(expectedMajority(0.6, [0.4], 0, [3])[0]!, 0.648);
});

Deno.test("expectedMajority() of two samples: both right 0.16, half of the ties 0.16, right beside missing 0.16", () => {
  close(expectedMajority(0.4, [0.4], 0.2, [2])[0]!, 0.16 + 0.16 + 0.16);
});

Deno.test("expectedMajority() of samples that never answer is 0, of samples always right 1", () => {
  equal(expectedMajority(0, [0], 1, [1, 4]).join(), "0,0");
  close(expectedMajority(1, [0, 0], 0, [16])[0]!, 1);
});

Deno.test("expectedMajority() shares evenly among answers that are alike", () => {
  for (const rivals of [1, 2, 5, 17]) {
    const chance = 1 / (rivals + 1);
    const votes = expectedMajority(
      chance,
      Array<number>(rivals).fill(chance),
      0,
      [3, 8, 16],
    );
    votes.forEach((vote) => close(vote, chance));
  }
});

Deno.test("expectedMajority() and the votes for every wrong answer sum to the chance that anyone votes", () => {
  const shares = fc.array(fc.integer({ min: 1, max: 9 }), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(fc.property(shares, fc.constantFrom(1, 3, 4, 12), (raw, group) => {
    const total = raw.reduce((sum, share) => sum + share, 0);
    const [missing, ...answers] = raw.map((share) => share / total);
    const all = answers.reduce(
      (sum, chance, i) =>
        sum +
        expectedMajority(chance, answers.toSpliced(i, 1), missing!, [
          group,
        ])[0]!,
      0,
    );
    close(all, 1 - missing! ** group);
  }));
});

Deno.test("majorityCurve() of drawn votes is expectedMajority() on average: all votes of three samples enumerated", () => {
  const chances = [0.5, 0.3, 0.2];
  let mean = 0;
  for (const a of [0, 1, 2]) {
    for (const b of [0, 1, 2]) {
      for (const c of [0, 1, 2]) {
        const said = [a, b, c];
        const count = (answer: number) =>
          said.filter((own) => own === answer).length;
        const weight = said.reduce(
          (product, own) => product * chances[own]!,
          1,
        );
        mean += weight * majorityCurve(count(0), [count(1)], count(2), [2])[0]!;
      }
    }
  }
  close(mean, expectedMajority(0.5, [0.3], 0.2, [2])[0]!);
});
