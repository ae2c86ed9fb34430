import { equal, throws } from "node:assert/strict";
import { agreed, rightOrWrong } from "../../../runner/imported/foreign_log.ts";

Deno.test("agreed() is the one value of all places, or an error naming both", () => {
  const at = (...values: (number | null)[]) =>
    values.map((value, i) => ({ place: `line ${i + 1}`, value }));
  equal(agreed("n", at(3, 3), "a"), 3);
  equal(agreed("n", at(null, null), "a"), null);
  equal(agreed("n", [], "a"), null);
  throws(
    () => agreed("n", at(3, 3, null), "a"),
    /line 3: its n is null, line 1 has 3/,
  );
});

Deno.test("rightOrWrong() takes 0, 1 and truth values, and nothing between", () => {
  equal(rightOrWrong(1), true);
  equal(rightOrWrong(false), false);
  for (const other of [0.5, "1", null, undefined, 2]) {
    equal(rightOrWrong(other), null);
  }
});
