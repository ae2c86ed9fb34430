import { deepEqual, equal } from "node:assert/strict";
import { soundBytes } from "./damage.ts";
import { hostileFiles } from "./hostile_arrow.ts";
import { readHostile } from "./hostile_reading.ts";

Deno.test("a hostile file that is read in a process of its own is measured, and a sound one is read", async () => {
  const [looping] = [...hostileFiles()].filter(({ name }) =>
    name === "a block that is the schema's message"
  );
  const trial = await readHostile("two", [
    looping!,
    { name: "sound", bytes: soundBytes() },
  ]);
  deepEqual([trial.tried, trial.failed], [2, []]);
  equal(trial.took.refused, 1);
});
