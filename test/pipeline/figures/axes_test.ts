import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  logDomain,
  logTicks,
  percentDomain,
} from "../../../pipeline/figures/axes.ts";

Deno.test("logTicks() worked by hand", () => {
  deepEqual(logTicks([1.1, 6.6], 640), [1.5, 2, 3, 4, 5, 6]);
  deepEqual(logTicks([0.6, 150], 640), [1, 2, 5, 10, 20, 50, 100]);
  deepEqual(logTicks([0.6, 150], 240), [1, 10, 100]);
  deepEqual(logTicks([1, 1e4], 160), [1, 10, 100, 1000, 10000]);
  deepEqual(logTicks([57, 180], 160), [70, 100, 150]);
  deepEqual(logTicks([27, 35], 160), [28, 30, 32, 34]);
});

Deno.test("logTicks() rise inside the domain and name something of every span", () => {
  fc.assert(fc.property(
    fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
    fc.double({ min: 1.5, max: 1e6, noNaN: true }),
    (from, span) => {
      const ticks = logTicks([from, from * span], 400);
      ok(ticks.length > 0);
      ok(ticks.length <= 15);
      ok(ticks.every((tick) => tick >= from && tick <= from * span));
      deepEqual(ticks, ticks.toSorted((a, b) => a - b));
    },
  ));
});

Deno.test("percentDomain() ends at the ten per cent that nothing reaches beyond", () => {
  deepEqual(percentDomain([0.521, 0.3]), [0, 60]);
  deepEqual(percentDomain([0.7]), [0, 70]);
  deepEqual(percentDomain([1]), [0, 100]);
  deepEqual(percentDomain([0]), [0, 10]);
  deepEqual(percentDomain([]), [0, 10]);
});

Deno.test("logDomain() holds its values, also a single one", () => {
  const [from, to] = logDomain([3]);
  ok(from < 3 && to > 3);
});
