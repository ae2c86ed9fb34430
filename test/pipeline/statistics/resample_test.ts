import { deepEqual, equal, ok, throws } from "node:assert/strict";
import {
  INTERVAL_DRAWS,
  problemDraws,
  RULING_DRAWS,
} from "../../../pipeline/statistics/resample.ts";

Deno.test("problemDraws() draws as many problems as there are, every time", () => {
  const { counts } = problemDraws(30, 2000, INTERVAL_DRAWS.seed);
  for (let draw = 0; draw < 2000; draw++) {
    equal(
      counts.subarray(draw * 30, draw * 30 + 30).reduce((a, b) => a + b, 0),
      30,
    );
  }
});

Deno.test("problemDraws() gives every problem its fair share", () => {
  const { counts } = problemDraws(10, 2000, INTERVAL_DRAWS.seed);
  for (let problem = 0; problem < 10; problem++) {
    let drawn = 0;
    for (let draw = 0; draw < 2000; draw++) {
      drawn += counts[draw * 10 + problem]!;
    }
    // 20,000 draws, expected 2,000 each, five standard errors.
    ok(
      Math.abs(drawn - 2000) < 5 * Math.sqrt(1800),
      `problem ${problem}: ${drawn}`,
    );
  }
});

Deno.test("problemDraws() depends on the seed alone", () => {
  deepEqual(problemDraws(5, 3, 1).counts, problemDraws(5, 3, 1).counts);
  ok(RULING_DRAWS.seed !== INTERVAL_DRAWS.seed as number);
});

Deno.test("problemDraws() counts more than 255 problems without overflow", () => {
  const { counts } = problemDraws(300, 10, 1);
  equal(counts.subarray(0, 300).reduce((a, b) => a + b, 0), 300);
});

Deno.test("problemDraws() refuses no problems", () => {
  throws(() => problemDraws(0, 10, 1), /Cannot resample 0 problems/);
});
