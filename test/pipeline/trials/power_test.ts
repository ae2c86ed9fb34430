import { equal } from "node:assert/strict";
import { paperLike } from "../../../pipeline/simulate/worlds/paper_like.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import { problemsNeeded } from "../../../pipeline/trials/power.ts";
import type { Tried } from "../../../pipeline/trials/trial.ts";

const study = await readDataSetStudy("data/paper");

/** A trial of ten worlds of which so many support the one finding. */
function tried(math: number, supported: number): Tried {
  return {
    world: paperLike,
    trial: {
      study,
      worlds: 10,
      firstSeed: 1,
      problems: { math, knowledge: 198 },
    },
    findings: ["finding-1"],
    fates: Array.from(
      { length: 10 },
      (_, i) => [i < supported ? "supported" : "not supported"],
    ),
  };
}

Deno.test("problemsNeeded() is the number from which on eight of ten worlds support the finding", () => {
  const needed = (...supported: number[]) =>
    problemsNeeded(
      supported.map((count, i) => tried(30 * 2 ** i, count)),
      "finding-1",
    );
  equal(needed(8, 9, 10), 30);
  equal(needed(0, 8, 8), 60);
  equal(needed(9, 7, 8), 120);
  equal(needed(9, 9, 7), null);
});
