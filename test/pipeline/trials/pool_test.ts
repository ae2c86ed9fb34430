import { deepEqual, equal, rejects } from "node:assert/strict";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import { inParallel } from "../../../pipeline/trials/pool.ts";
import { type Task, taskFates } from "../../../pipeline/trials/task.ts";

const study = await readDataSetStudy("data/paper");

/** Worlds that take unlike long, so that threads overtake each other. */
const tasks = ["N8a", "N0", "N1", "N0"].map((name, seed): Task => ({
  name,
  study,
  seed,
  problems: { math: 30, knowledge: 198 },
  permutations: null,
}));

Deno.test("inParallel() gives on three threads what one after the other gives, in order, and tells of each", async () => {
  const alone = tasks.map(taskFates);
  let told = 0;
  deepEqual(await inParallel(tasks, () => told++, 3), alone);
  equal(told, tasks.length);
  deepEqual(await inParallel([]), []);
});

Deno.test("inParallel() ends with the error of a thread", async () => {
  await rejects(
    inParallel([tasks[1]!, { ...tasks[1]!, name: "N99" }, tasks[1]!]),
    /Cannot draw a world: there is no N99/,
  );
});
