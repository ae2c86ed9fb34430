import { deepEqual, ok } from "node:assert/strict";
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
