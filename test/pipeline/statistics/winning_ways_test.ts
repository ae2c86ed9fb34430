import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { chooseRow } from "../../../pipeline/statistics/binomial.ts";
import {
  IN_BIGINTS,
  IN_DOUBLES,
} from "../../../pipeline/statistics/counting.ts";
import { winningWays } from "../../../pipeline/statistics/winning_ways.ts";

Deno.test("winningWays() worked by hand: of 2 right, 1 wrong, 1 silent, two at a time", () => {
  const classes = { right: [2], wrong: [1], abstaining: 1 };
  // right-right and two right-silent; one wrong-silent; two right-wrong.
  deepEqual(winningWays(classes, 2, IN_DOUBLES), [[0, 1], [3, 2]]);
  deepEqual(winningWays(classes, 1, IN_DOUBLES), [[1, 1], [2, 0]]);
});

const anyClasses = fc.record({
  right: fc.array(fc.nat(9), { maxLength: 3 }),
  wrong: fc.array(fc.nat(9), { maxLength: 4 }),
  abstaining: fc.nat(5),
});
const samplesOf = (
  { right, wrong, abstaining }: {
    right: number[];
    wrong: number[];
    abstaining: number;
  },
) => [...right, ...wrong].reduce((a, b) => a + b, abstaining);

Deno.test("winningWays() counts every subset once, and no other", () => {
  fc.assert(fc.property(anyClasses, fc.nat(), (classes, pick) => {
    const samples = samplesOf(classes);
    const group = pick % (samples + 1);
    if (group === 0) return;
    const ways = winningWays(classes, group, IN_BIGINTS);
    equal(
      ways.flat().reduce((a, b) => a + b, 0n),
      chooseRow(samples, group)[group],
    );
  }));
});

Deno.test("winningWays() counts the same whole numbers in doubles as in BigInts", () => {
  const few = anyClasses.filter((classes) => samplesOf(classes) <= 56);
  fc.assert(fc.property(few, fc.nat(), (classes, pick) => {
    const samples = samplesOf(classes);
    if (samples === 0) return;
    const group = 1 + pick % samples;
    deepEqual(
      winningWays(classes, group, IN_DOUBLES).flat().map(BigInt),
      winningWays(classes, group, IN_BIGINTS).flat(),
    );
  }));
});
