import { equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  compareExact,
  fraction,
} from "../../../pipeline/statistics/rational.ts";

Deno.test("fraction() of 0.75 is 3/4", () => {
  const { numerator, denominator } = fraction(0.75);
  equal(numerator * 4n, denominator * 3n);
});

Deno.test("compareExact() orders numbers as they are, however they are written", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      (a, b) => {
        equal(
          Math.sign(compareExact(a, BigInt(b))),
          Math.sign(compareExact(a, b)),
        );
        equal(compareExact(b, String(b)), 0);
        equal(
          compareExact(`${b}/3`, { numerator: BigInt(b), denominator: 3n }),
          0,
        );
      },
    ),
  );
});

Deno.test("compareExact() reads exponents", () => {
  equal(compareExact("1.5e3", 1500), 0);
  equal(compareExact("2.5e-1", "1/4"), 0);
  ok(compareExact("-1", 0) < 0);
});

Deno.test("compareExact() orders any two doubles as their fractions are", () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(any, any, (a, b) => {
    const [x, y] = [fraction(a), fraction(b)];
    equal(compareExact(a, b), compareExact(x, y));
    equal(compareExact(a, x), 0);
  }));
});

Deno.test("compareExact() takes whole numbers past 2^53 as they are", () => {
  ok(compareExact(2n ** 53n + 1n, 2 ** 53) > 0);
  ok(compareExact("9007199254740993", 2n ** 53n) > 0);
  equal(compareExact({ numerator: 320, denominator: 960n }, "1/3"), 0);
});

Deno.test("compareExact() refuses ratios that are none, and what is no number", () => {
  const bad = [
    { numerator: 1, denominator: 0 },
    { numerator: 1, denominator: -2 },
    { numerator: 1.5, denominator: 2 },
    { numerator: NaN, denominator: 2 },
  ];
  for (const ratio of bad) throws(() => compareExact(ratio, 1), RangeError);
  throws(
    () => compareExact({ numerator: 1, denominator: 0 }, 1),
    /Cannot compare a number: it is no finite number, 1\/0/,
  );
  for (const missing of [null, undefined, true, {}]) {
    throws(() => compareExact(missing as unknown as number, 1), RangeError);
  }
});
