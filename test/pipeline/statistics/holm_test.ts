import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { holm } from "../../../pipeline/statistics/holm.ts";

Deno.test("holm() worked by hand: 0.01, 0.04, 0.03 give 0.03, 0.06, 0.06", () => {
  deepEqual(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
});

Deno.test("holm() never lowers a p value nor changes their order", () => {
  const any = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 1,
  });
  fc.assert(fc.property(any, (p) => {
    const adjusted = holm(p);
    p.forEach((one, i) => {
      ok(adjusted[i]! >= one && adjusted[i]! <= 1);
      p.forEach((other, j) => ok(one > other || adjusted[i]! <= adjusted[j]!));
    });
  }));
});

Deno.test("holm() rejects what stepping down through the p values rejects", () => {
  const any = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 });
  fc.assert(fc.property(any, fc.constantFrom(0.05, 0.2), (percents, alpha) => {
    const p = percents.map((percent) => percent / 1000);
    const rising = p.toSorted((a, b) => a - b);
    const stop = rising.findIndex((one, i) => one * (p.length - i) > alpha);
    const limit = stop < 0 ? Infinity : rising[stop]!;
    holm(p).forEach((adjusted, i) => equal(adjusted <= alpha, p[i]! < limit));
  }));
});

Deno.test("holm() refuses what is no p value", () => {
  for (const bad of [-0.1, 1.1, NaN]) {
    throws(() => holm([0.5, bad]), {
      name: "RangeError",
      message: `Cannot adjust a p value: it is not in 0-1, ${bad}`,
    });
  }
  deepEqual(holm([]), []);
});
