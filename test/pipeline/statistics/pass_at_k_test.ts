import { equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { passAtK } from "../../../pipeline/statistics/pass_at_k.ts";

Deno.test("passAtK() worked by hand", () => {
  const cases: [n: number, c: number, k: number, value: number][] = [
    [5, 2, 1, 2 / 5],
    [5, 2, 2, 7 / 10],
    [5, 2, 3, 9 / 10],
    [5, 2, 4, 1],
    [32, 1, 16, 1 / 2],
    [32, 4, 8, 12667 / 17980],
    [32, 16, 4, 1707 / 1798],
    [32, 31, 2, 1],
    [200, 3, 100, 349 / 398],
    [1, 0, 1, 0],
  ];
  for (const [n, c, k, value] of cases) {
    ok(Math.abs(passAtK(n, c, k) - value) < 1e-12, `${n} ${c} ${k}`);
  }
});

Deno.test("passAtK() is the share right at k = 1 and never falls with k", () => {
  const any = fc.integer({ min: 1, max: 64 }).chain((n) =>
    fc.tuple(fc.constant(n), fc.nat(n), fc.integer({ min: 1, max: n }))
  );
  fc.assert(fc.property(any, ([n, c, k]) => {
    ok(Math.abs(passAtK(n, c, 1) - c / n) < 1e-12);
    if (k < n) ok(passAtK(n, c, k + 1) >= passAtK(n, c, k) - 1e-12);
    equal(passAtK(n, c, n), c > 0 ? 1 : 0);
  }));
});

Deno.test("passAtK() refuses more draws than samples and impossible counts", () => {
  throws(() => passAtK(4, 1, 5), /Cannot estimate pass@5: there are 4 samples/);
  for (
    const [n, c, k] of [[4, 5, 1], [4, -1, 1], [4, 1, 0], [4, 1, 1.5], [
      1.5,
      1,
      1,
    ], [0, 0, 1]]
  ) {
    throws(() => passAtK(n!, c!, k!), RangeError);
  }
});
