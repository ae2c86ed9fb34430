import { equal, ok } from "node:assert/strict";
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
