import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { latenciesFor } from "../../../notebooks/lib/latencies.ts";
import { measured } from "../../fixtures/measured.ts";

const of = (...seconds: (number | null)[]) =>
  latenciesFor({
    measurements: seconds.map((latencySeconds) => measured({ latencySeconds })),
  });

Deno.test("latenciesFor() parts 1 to 9 seconds at 1, 3, 5 and 7", () => {
  deepEqual([...of(9, 1, 8, 2, null, 7, 3, 6, 4, 5)], [
    ["any time", null],
    ["1 s", 1],
    ["3 s", 3],
    ["5 s", 5],
    ["7 s", 7],
  ]);
});

Deno.test("latenciesFor() offers any time only where nothing was timed", () => {
  deepEqual([...of(null, null)], [["any time", null]]);
});

Deno.test("latenciesFor() offers rising limits, each within 5 % of a time that was taken", () => {
  const seconds = fc.double({ min: 0.001, max: 1e5, noNaN: true });
  fc.assert(fc.property(
    fc.array(seconds, { minLength: 1, maxLength: 30 }),
    (times) => {
      const [, ...limits] = [...of(...times).values()] as number[];
      ok(limits.length >= 1);
      limits.forEach((limit, at) => {
        ok(at === 0 || limit > limits[at - 1]!);
        ok(times.some((time) => Math.abs(limit - time) <= 0.0501 * time));
      });
    },
  ));
});
