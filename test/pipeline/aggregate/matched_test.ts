import { deepEqual, equal } from "node:assert/strict";
import { grade } from "../../../pipeline/aggregate/grade.ts";
import { matchedShares } from "../../../pipeline/aggregate/matched.ts";
import { plannedRuns } from "../../../pipeline/study/run.ts";
import { soundRun } from "../../fixtures/sound_run.ts";
import { tinyBenchmark, tinyJson, tinyStudy } from "../../fixtures/tiny.ts";

const ANSWERS = [
  ["7}", null, "7}", "7}"],
  ["42}", "042}", "1}", "1}"],
  [null, "", "999}", "999}"],
];
const STREAMING = { kind: "streaming", retained: 2, interval: 1 };

/** Shares of the tiny problems at 8 and 16 tokens; at 8 nothing is answered. */
function shares(changed: Record<string, unknown> = {}, runAt = 0) {
  const study = tinyStudy({
    kvStrategies: [{ kind: "full" }, STREAMING],
    ...changed,
  });
  const graded = grade(
    soundRun(
      study,
      plannedRuns(study)[runAt]!,
      tinyBenchmark,
      (problem, sample, budget) =>
        budget === 16 ? ANSWERS[problem]![sample]! : null,
    ),
    tinyBenchmark,
  );
  return [0, 1].map((column) => matchedShares(study, graded, column));
}

Deno.test("matchedShares() counts as many of the first samples as a compressed cache has: 1/2, 2/2, 0/2", () => {
  deepEqual(shares(), [
    Float64Array.of(0, 0, 0),
    Float64Array.of(1 / 2, 1, 0),
  ]);
});

Deno.test("matchedShares() has none for a compressed cache", () => {
  const study = tinyStudy({ kvStrategies: [{ kind: "full" }, STREAMING] });
  const runAt = plannedRuns(study).findIndex(({ kv }) => kv.kind !== "full");
  deepEqual(shares({}, runAt), [undefined, undefined]);
});

Deno.test("matchedShares() has none where a compressed cache has as many samples, or none was run", () => {
  const [sums] = tinyJson().benchmarks;
  const alike = [
    { samples: { full: 4, compressed: 4 } },
    { samples: { full: 4, compressed: 8 } },
    { benchmarks: [{ ...sums, kvStrategies: ["full"] }] },
    { kvStrategies: [{ kind: "full" }] },
  ];
  for (const changed of alike) equal(shares(changed)[1], undefined);
});
