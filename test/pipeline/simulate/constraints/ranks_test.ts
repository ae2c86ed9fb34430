import { equal, ok } from "node:assert/strict";
import {
  mean,
  pearson,
  quantile,
  spearman,
} from "../../../../pipeline/simulate/constraints/ranks.ts";

const close = (a: number, b: number) =>
  ok(Math.abs(a - b) < 1e-12, `${a} ${b}`);

Deno.test("mean() of 1, 2, 6 is 3", () => {
  equal(mean([1, 2, 6]), 3);
});

Deno.test("quantile() is linear between order statistics, as R-7: 3 of 4, 1, 2, 3 at 3/4 is 3.25", () => {
  equal(quantile([4, 1, 2, 3], 0.75), 3.25);
  equal(quantile([4, 1, 2], 0.5), 2);
});

Deno.test("pearson() of a line is 1, of nothing that varies NaN", () => {
  close(pearson([1, 2, 3], [5, 7, 9]), 1);
  ok(Number.isNaN(pearson([1, 2], [3, 3])));
});

Deno.test("spearman() gives ties their mean rank: 1, 2, 2, 4 against 1, 2, 3, 4 is 3 / sqrt(10)", () => {
  close(spearman([1, 2, 2, 4], [1, 2, 3, 4]), 3 / Math.sqrt(10));
  close(spearman([1, 10, 100], [3, 2, 1]), -1);
});
