import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { type Line, lineFit } from "../../../pipeline/statistics/line_fit.ts";

interface Place {
  readonly x: number;
  readonly y: number;
}

/** What the fit makes least. */
const error = ({ fixed, slope }: Line, places: readonly Place[]) =>
  places.reduce(
    (sum, { x, y }) => sum + ((fixed + slope * x) / y - 1) ** 2,
    0,
  );

const near = (a: number, b: number) =>
  Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

Deno.test("lineFit() worked by hand: 3 ms and 2 GB a ms through two places, whatever lies on the line between", () => {
  const { fixed, slope } = lineFit([
    { x: 2, y: 4 },
    { x: 10, y: 8 },
    { x: 6, y: 6 },
  ])!;
  ok(near(fixed, 3));
  ok(near(slope, 0.5));
});

Deno.test("lineFit() weighs shares, not differences: of 1 and 3 at one place it is nearest to 1.2", () => {
  // (a/1 - 1) + (a/3 - 1)/3 = 0 at a = 1.2: the constant with the least relative error.
  deepEqual(
    lineFit([{ x: 1, y: 3 }, { x: 2, y: 1 }]),
    { fixed: (1 / 3 + 1) / (1 / 9 + 1), slope: 0 },
  );
});

Deno.test("lineFit() goes through 0 where it would begin below", () => {
  const { fixed, slope } = lineFit([{ x: 1, y: 1 }, { x: 2, y: 4 }])!;
  equal(fixed, 0);
  // (s - 1) + (s/2 - 1)/2 = 0.
  ok(near(slope, 1.2));
});

Deno.test("lineFit() has no line for one x, or none", () => {
  equal(lineFit([]), null);
  equal(lineFit([{ x: 1, y: 1 }, { x: 1, y: 2 }]), null);
});

const places = fc.array(
  fc.record({
    x: fc.double({ min: 0.1, max: 100, noNaN: true }),
    y: fc.double({ min: 0.1, max: 100, noNaN: true }),
  }),
  { minLength: 2, maxLength: 12 },
).filter((all) => {
  const xs = all.map(({ x }) => x);
  return Math.max(...xs) > 1.01 * Math.min(...xs);
});

Deno.test("lineFit() finds every line again from places on it", () => {
  fc.assert(fc.property(
    places,
    fc.double({ min: 0, max: 50, noNaN: true }),
    fc.double({ min: 0.01, max: 5, noNaN: true }),
    (some, fixed, slope) => {
      const on = some.map(({ x }) => ({ x, y: fixed + slope * x }));
      ok(error(lineFit(on)!, on) < 1e-9);
    },
  ));
});

Deno.test("lineFit() is allowed and no allowed line beside it has a smaller error", () => {
  fc.assert(fc.property(places, (some) => {
    const best = lineFit(some)!;
    ok(best.fixed >= 0 && best.slope >= 0);
    const least = error(best, some);
    for (const up of [-0.01, 0, 0.01]) {
      for (const steeper of [-0.01, 0, 0.01]) {
        const other = {
          fixed: Math.max(0, best.fixed + up),
          slope: Math.max(0, best.slope + steeper),
        };
        ok(error(other, some) >= least - 1e-9 * (1 + least));
      }
    }
  }));
});
