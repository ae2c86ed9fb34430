import { equal, ok, throws } from "node:assert/strict";
import { clopperPearson } from "../../../pipeline/statistics/clopper_pearson.ts";

/** R: binom.test(count, of)$conf.int. */
const KNOWN: readonly [number, number, number, number][] = [
  [0, 10, 0, 0.3084971],
  [1, 10, 0.0025286, 0.4450161],
  [5, 10, 0.1870860, 0.8129140],
  [10, 10, 0.6915029, 1],
  [0, 100, 0, 0.0362167],
  [50, 1000, 0.0373354, 0.0653905],
];

for (const [count, of, lower, upper] of KNOWN) {
  Deno.test(`clopperPearson(${count}, ${of}) gives R's bounds`, () => {
    const found = clopperPearson(count, of);
    ok(Math.abs(found.lower - lower) < 1e-6, `${found.lower}`);
    ok(Math.abs(found.upper - upper) < 1e-6, `${found.upper}`);
  });
}

Deno.test("clopperPearson() refuses what is no share", () => {
  for (const [count, of] of [[0, 0], [1, 0], [2, 1], [-1, 3]] as const) {
    throws(() => clopperPearson(count, of), {
      name: "RangeError",
      message: `Cannot bound a share: ${count} of ${of} is none`,
    });
  }
  throws(() => clopperPearson(0.5, 3), RangeError);
});

Deno.test("clopperPearson() of none and of all ends at 0 and at 1, exactly", () => {
  equal(clopperPearson(0, 7).lower, 0);
  equal(clopperPearson(7, 7).upper, 1);
});
