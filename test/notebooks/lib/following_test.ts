import { deepEqual, equal, match } from "node:assert/strict";
import {
  following,
  type Progress,
  progressSaid,
} from "../../../notebooks/lib/following.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import type { Fate } from "../../../pipeline/trials/fates.ts";
import { type Task, taskFates } from "../../../pipeline/trials/task.ts";
import { startWorker } from "../../../pipeline/trials/trial.ts";

type Fates = readonly (readonly Fate[])[];

const study = await readDataSetStudy("data/paper");
const task = (name: string): Task => ({
  name,
  study,
  seed: 3,
  problems: { math: 30, knowledge: 198 },
  permutations: null,
});

/** Everything that is told until all is done or something is wrong. */
function told(
  names: readonly string[],
  known: Map<string, Fates>,
): Promise<Progress<Fates>[]> {
  const all: Progress<Fates>[] = [];
  return new Promise((resolve) => {
    following(
      names.map((key) => ({ key, task: task(key) })),
      startWorker,
      known,
    )((progress) => {
      all.push(progress);
      if (progress.done.size === progress.of || progress.problem) resolve(all);
    });
  });
}

Deno.test("following() tells of every task, in their order whichever is done first, and asks for none again", async () => {
  const known = new Map<string, Fates>();
  const first = await told(["P+", "N1"], known);
  deepEqual(first.map(({ done }) => done.size), [0, 1, 2]);
  deepEqual([...first.at(-1)!.done], [
    ["P+", taskFates(task("P+"))],
    ["N1", taskFates(task("N1"))],
  ]);
  const second = await told(["N1", "N0", "P+"], known);
  deepEqual(second.map(({ done }) => done.size), [2, 3]);
  deepEqual([...second.at(-1)!.done.keys()], ["N1", "N0", "P+"]);
});

Deno.test("following() tells what went wrong", async () => {
  const all = await told(["N99"], new Map());
  match(all.at(-1)!.problem!, /there is no N99/);
});

Deno.test("following() is silent once it was ended", async () => {
  const sizes: number[] = [];
  const end = following(
    [{ key: "N1", task: task("N1") }],
    startWorker,
    new Map<string, Fates>(),
  )(({ done }) => sizes.push(done.size));
  end();
  await new Promise((resolve) => setTimeout(resolve, 500));
  deepEqual(sizes, [0]);
});

Deno.test("progressSaid() counts what is done, and says why it stopped", () => {
  const of = (done: number, of: number, problem: string | null = null) =>
    progressSaid({
      done: new Map(Array.from({ length: done }, (_, i) => [`${i}`, null])),
      of,
      problem,
    }, "seeds");
  equal(of(0, 0), "");
  equal(of(3, 10), "3 of 10 seeds …");
  equal(of(10, 10), "10 of 10 seeds.");
  equal(of(3, 10, "it broke"), "Stopped: it broke");
});
