import { deepEqual, equal } from "node:assert/strict";
import {
  missingAnswers,
  rarePercent,
} from "../../../pipeline/figures/missing_answers.ts";
import { measured } from "../../fixtures/measured.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";

Deno.test("missingAnswers() is the mean over a run's budgets, none sent and unreadable apart", () => {
  const [, two] = tinyStudy().models;
  deepEqual(
    missingAnswers([
      measured({ budget: 8, missingShare: 0.75, unreadableShare: 0.5 }),
      measured({ budget: 8, group: 3, missingShare: 1, unreadableShare: 1 }),
      measured({ budget: 16, missingShare: 0.25, unreadableShare: 0 }),
      measured({ model: two!, missingShare: 0.1, unreadableShare: 0.1 }),
    ]),
    [
      { run: "sums/one-w16-full", none: 0.25, unreadable: 0.25 },
      { run: "sums/two-w16-full", none: 0, unreadable: 0.1 },
    ],
  );
});

Deno.test("rarePercent() shows nothing that happened as 0", () => {
  equal(rarePercent(0), "0 %");
  equal(rarePercent(1 / 50_000), "< 0.1 %");
  equal(rarePercent(0.001), "0.1 %");
  equal(rarePercent(0.1234), "12.3 %");
  equal(rarePercent(1), "100.0 %");
});
