import { deepEqual, equal, ok, throws } from "node:assert/strict";
import {
  meanGap,
  shareReached,
  stretches,
} from "../../../pipeline/statistics/stretches.ts";

const close = (a: number, b: number) =>
  ok(Math.abs(a - b) < 1e-12, `${a} ${b}`);

Deno.test("stretches() of 1 to 16 cut at 2 and 4: a quarter, a quarter, a half", () => {
  const { from, share } = stretches([4, 2, 2, 0.5, 1, 16, 99], 1, 16);
  const halves = stretches([8], 2, 32);
  [.5, .5, 0].forEach((wanted, i) => close(halves.share[i]!, wanted));
  deepEqual([...from], [1, 2, 4, 16]);
  [.25, .25, .5, 0].forEach((wanted, i) => close(share[i]!, wanted));
});

Deno.test("stretches() refuses a range that is empty, falls or starts at 0", () => {
  for (const [low, high] of [[1, 1], [2, 1], [0, 1], [1, Infinity], [NaN, 1]]) {
    throws(() => stretches([], low!, high!), {
      name: "RangeError",
      message:
        `Cannot cut a range of costs: it is not rising above 0, ${low} to ${high}`,
    });
  }
});

Deno.test("meanGap() and shareReached() weigh stretches by their log length, not their number", () => {
  const range = stretches([2, 4], 1, 16);
  const a = Float64Array.of(.1, .2, .5, .9);
  const b = Float64Array.of(.3, .2, .4, .1);
  close(meanGap(a, b, range), .25 * -.2 + .5 * .1);
  const c = Float64Array.of(.1, .6, .5, .1);
  close(meanGap(c, b, range), .25 * -.2 + .25 * .4 + .5 * .1);
  close(meanGap(b, c, range), .25 * .2 + .25 * -.4 + .5 * -.1);
  close(shareReached(a, b, 0, range), .75);
  close(shareReached(a, b, .21, range), 1);
});

Deno.test("shareReached() does not reach what costs too little to be had", () => {
  const range = stretches([4], 1, 16);
  equal(
    shareReached(
      Float64Array.of(-Infinity, .2, .2),
      Float64Array.of(.1, .1, .1),
      .5,
      range,
    ),
    .5,
  );
});
