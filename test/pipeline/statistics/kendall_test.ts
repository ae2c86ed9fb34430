import { equal, ok, throws } from "node:assert/strict";
import { kendallTauB } from "../../../pipeline/statistics/kendall.ts";

Deno.test("kendallTauB() is 1 when both rise, -1 when one falls", () => {
  equal(kendallTauB([1, 2, 3], [4, 5, 9]), 1);
  equal(kendallTauB([1, 2, 3], [9, 5, 4]), -1);
});

Deno.test("kendallTauB() with ties, as scipy says: 0.8 and -0.471405", () => {
  // scipy.stats.kendalltau([1, 1, 3, 4], [1, 2, 3, 3]) and ([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]).
  ok(Math.abs(kendallTauB([1, 1, 3, 4], [1, 2, 3, 3]) - 0.8) < 1e-12);
  ok(
    Math.abs(
      kendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]) - -0.4714045207910316,
    ) < 1e-12,
  );
});

Deno.test("kendallTauB() of what is the same everywhere is no number", () => {
  equal(kendallTauB([1, 1, 1], [1, 2, 3]), NaN);
  equal(kendallTauB([], []), NaN);
});

Deno.test("kendallTauB() refuses lists of different lengths", () => {
  throws(
    () => kendallTauB([1], [1, 2]),
    /^TypeError: Cannot correlate: 1 values stand beside 2$/,
  );
});
