import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  compareExact,
  difference,
  type Exact,
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

Deno.test("fraction() reads texts: signs, decimals, exponents up to 308, fractions of both", () => {
  const forms: readonly [string, bigint, bigint][] = [
    ["7", 7n, 1n],
    ["-0.25", -25n, 100n],
    ["+12.50", 1250n, 100n],
    ["1.5E+3", 1500n, 1n],
    ["15e-1", 15n, 10n],
    ["1e12", 10n ** 12n, 1n],
    ["1e-12", 1n, 10n ** 12n],
    ["1.5e1", 15n, 1n],
    ["1e308", 10n ** 308n, 1n],
    ["3/8", 3n, 8n],
    ["0.5/0.25", 2n, 1n],
  ];
  for (const [text, numerator, denominator] of forms) {
    const read = fraction(text);
    equal(read.numerator * denominator, numerator * read.denominator, text);
    ok(read.denominator > 0n, text);
  }
});

Deno.test("fraction() refuses texts that are no number, as they are written", () => {
  for (
    const text of [
      ...["", " 1", "1 ", "x1", "1x", "1.", ".5", "1.5.5", "--1", "1e", "0x1"],
      ...[
        "1e309",
        "1e-309",
        "1e1000",
        "1/2/3",
        "/2",
        "1/",
        "1/0",
        "1/-2",
        "NaN",
      ],
    ]
  ) {
    throws(() => fraction(text), {
      name: "RangeError",
      message: `Cannot compare a number: it is no finite number, "${text}"`,
    });
  }
  for (
    const half of [{ numerator: 1, denominator: 1.5 }, {
      numerator: 0.5,
      denominator: 2,
    }]
  ) {
    throws(() => fraction(half), {
      name: "RangeError",
      message:
        `Cannot compare a number: it is no finite number, ${half.numerator}/${half.denominator}`,
    });
  }
});

Deno.test("difference() by hand: 1/2 - 1/3 is 1/6, 0.75 - 2 is -5/4", () => {
  deepEqual(
    difference({ numerator: 1n, denominator: 2n }, {
      numerator: 1n,
      denominator: 3n,
    }),
    { numerator: 1n, denominator: 6n },
  );
  const { numerator, denominator } = difference(0.75, 2n);
  equal(numerator * 4n, -5n * denominator);
});

Deno.test("compareExact() gives -1, 0 or 1, whatever the two are", () => {
  const two: readonly Exact[] = [2, 2n, "2", { numerator: 4, denominator: 2n }];
  const three: readonly Exact[] = [3, 3n, "3.0", "6/2"];
  for (const a of two) {
    for (const b of two) equal(compareExact(a, b), 0);
    for (const b of three) {
      equal(compareExact(a, b), -1);
      equal(compareExact(b, a), 1);
    }
  }
});
