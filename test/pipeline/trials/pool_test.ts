import { deepEqual, rejects } from "node:assert/strict";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import { inParallel } from "../../../pipeline/trials/pool.ts";
import { type Task, taskFates } from "../../../pipeline/trials/task.ts";
import { startWorker } from "../../../pipeline/trials/trial.ts";

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
  const told: unknown[] = [];
  const found = await inParallel(tasks, startWorker, {
    told: (done, at) => told[at] = done,
    threads: 3,
  });
  deepEqual(found, alone);
  deepEqual(told, alone);
  deepEqual(await inParallel([], startWorker), []);
});

Deno.test("inParallel() ends with the error of a thread", async () => {
  await rejects(
    inParallel(
      [tasks[1]!, { ...tasks[1]!, name: "N99" }, tasks[1]!],
      startWorker,
    ),
    /Cannot draw a world: there is no N99/,
  );
});

Deno.test("inParallel() ends early when it is told to, and starts nothing afterwards", async () => {
  const ender = new AbortController();
  const { signal } = ender;
  const options = { signal, told: () => ender.abort(new Error("enough")) };
  await rejects(inParallel(tasks, startWorker, options), /enough/);
  await rejects(
    inParallel(tasks, () => {
      throw new Error("started");
    }, { signal }),
    /enough/,
  );
});
