import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { familyBounds } from "../../../pipeline/statistics/family.ts";
import { problemDraws } from "../../../pipeline/statistics/resample.ts";
import {
  spreadOf,
  studentized,
} from "../../../pipeline/statistics/studentized.ts";
import { uniform } from "../../../pipeline/simulate/chance.ts";

const drawn = problemDraws(30, 999, 5);
const of = (family: readonly (readonly number[])[], level?: number) =>
  familyBounds(family.length, (i) => family[i]!, drawn, level);

/** Differences of 30 problems around a mean, of a named draw. */
const noise = (mean: number, ...words: number[]) =>
  Array.from({ length: 30 }, (_, i) => mean + uniform(7, i, ...words) - 0.5);

/** The definitions, draw by draw, with sorts and every remaining set looked at anew. */
function plainly(family: readonly (readonly number[])[], level: number) {
  const t = family.map((values) => studentized(values, drawn)!.t.slice());
  const standing = family.map((values) => {
    const { mean, error } = spreadOf(values);
    return mean / error;
  });
  const largest = (among: readonly number[]) =>
    Array.from(
      { length: drawn.draws },
      (_, draw) => Math.max(...among.map((i) => t[i]![draw]!)),
    );
  const order = [...family.keys()].sort((a, b) => standing[b]! - standing[a]!);
  const adjustedP = Array<number>(family.length);
  let before = 0;
  order.forEach((at, rank) => {
    const reached = largest(order.slice(rank))
      .filter((value) => value >= standing[at]!).length;
    before = Math.max(before, (1 + reached) / 1000);
    adjustedP[at] = before;
  });
  const rising = largest(order).sort((a, b) => a - b);
  const critical = rising.at(-Math.floor(1000 * level))!;
  return { adjustedP, critical };
}

Deno.test("familyBounds() is max-t and step-down as defined", () => {
  const families = fc.integer({ min: 1, max: 5 }).chain((size) =>
    fc.tuple(
      fc.nat(),
      fc.array(fc.double({ min: -0.2, max: 0.3, noNaN: true }), {
        minLength: size,
        maxLength: size,
      }),
    )
  );
  fc.assert(
    fc.property(families, ([name, means]) => {
      const family = means.map((mean, i) => noise(mean, name, i));
      const { lower, adjustedP, critical, mean } = of(family, 0.1);
      const wanted = plainly(family, 0.1);
      equal(critical, wanted.critical);
      deepEqual([...adjustedP], wanted.adjustedP);
      family.forEach((values, i) => {
        const { error } = spreadOf(values);
        equal(lower[i], Math.max(-1, mean[i]! - critical * error));
        // Whatever a bound rejects, its step-down p value does too.
        if (lower[i]! > 0) ok(adjustedP[i]! <= 0.1);
      });
    }),
    { numRuns: 40 },
  );
});

Deno.test("familyBounds() of one comparison needs about 1.7 standard errors, of 50 apart more, of 50 times the same no more", () => {
  const one = of([noise(0, 1)]).critical;
  const many = of(Array.from({ length: 50 }, (_, i) => noise(0, i + 1)));
  ok(one > 1.4 && one < 2.1, String(one));
  ok(many.critical > 2.8, String(many.critical));
  equal(of(Array(50).fill(noise(0, 1))).critical, one);
});

Deno.test("familyBounds() errs in at most one family of twenty without any effect", () => {
  let families = 0;
  for (let world = 0; world < 200; world++) {
    const family = Array.from(
      { length: 10 },
      (_, i) => noise(0, world, i).map((value) => Math.round(32 * value) / 32),
    );
    const { adjustedP } = of(family);
    if (adjustedP.some((p) => p <= 0.05)) families++;
  }
  // Of 200 at 5 %: 10, and three standard errors more.
  ok(families <= 19, `${families} families`);
});

Deno.test("familyBounds() leaves out what too few problems tell, so that it costs the others nothing", () => {
  const clear = noise(0.3, 1);
  const sparse = Array.from({ length: 30 }, (_, i) => i < 11 ? -1 : 0);
  const alone = of([clear]);
  const beside = of([clear, sparse, Array<number>(30).fill(0.5)]);
  equal(alone.resampled, 1);
  equal(beside.resampled, 1);
  equal(beside.critical, alone.critical);
  equal(beside.lower[0], alone.lower[0]);
  deepEqual([...beside.lower.slice(1)], [-1, -1]);
  deepEqual([...beside.adjustedP.slice(1)], [1, 1]);
  equal(beside.mean[1], -11 / 30);
});

Deno.test("familyBounds() refuses a level its draws do not reach, and other problems", () => {
  for (const level of [0, 1, -1, NaN, 0.0009]) {
    throws(() => of([noise(0, 1)], level), {
      name: "RangeError",
      message:
        `Cannot bound comparisons: 999 draws do not reach the level ${level}`,
    });
  }
  // 999 draws reach 1 in 1,000, and twelve problems that differ are enough.
  const twelve = Array.from({ length: 30 }, (_, i) => i < 12 ? -1 - i / 30 : 0);
  equal(of([twelve], 0.001).resampled, 1);
  throws(
    () => of([noise(0, 1).slice(1)]),
    /TypeError: Cannot resample 29 scores: the draws are of 30/,
  );
});
