import { deepEqual, equal, throws } from "node:assert/strict";
import {
  budgetsToTime,
  growthOf,
} from "../../../runner/commands/time_options.ts";
import { readGeneratedStudy } from "../../../pipeline/store/data_set.ts";

Deno.test("growthOf(): 2 unless told, a whole number from 2", () => {
  equal(growthOf(), 2);
  equal(growthOf("512"), 512);
  for (const text of ["1", "2.5", "-4", "many", ""]) {
    throws(() => growthOf(text), { message: new RegExp(`each ${text} times`) });
  }
});

Deno.test("budgetsToTime(): those up to the longest are run, of which a fit needs two", async () => {
  const study = await readGeneratedStudy("data/nano");
  deepEqual(budgetsToTime(undefined, study), {
    run: [24, 48, 64, 96, 144, 208],
    fitted: [],
  });
  deepEqual(budgetsToTime("64", study), {
    run: [24, 48, 64],
    fitted: [96, 144, 208],
  });
  throws(() => budgetsToTime("30", study), { message: /needs two budgets/ });
});
