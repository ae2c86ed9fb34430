import { deepEqual, equal, match } from "node:assert/strict";
import { runTask } from "../../fixtures/task.ts";

for (const task of ["null-suite", "power"]) {
  Deno.test(`deno task ${task} --help exits 0 and says that worlds are simulated`, async () => {
    const { code, out, error } = await runTask(task, ["--help"]);
    equal(code, 0, error);
    match(out, new RegExp(`^deno task ${task} \\[--worlds N,\\.\\.\\.\\]`));
    match(out, /simulated/);
  });

  Deno.test(`deno task ${task} exits 2 on numbers of worlds that do not fit`, async () => {
    for (const worlds of ["0", "1.5", "1,2,3"]) {
      const { code, out, error } = await runTask(task, [
        "--worlds",
        worlds,
        "--problems",
        "30,60",
      ]);
      deepEqual([code, out], [2, ""]);
      match(error, /^Cannot take --worlds /);
    }
  });
}

Deno.test("deno task power tells of every finding and of all", async () => {
  const { code, out, error } = await runTask("power", [
    "--worlds",
    "1",
    "--problems",
    "30",
  ]);
  equal(code, 0, error);
  match(out, /^\| problems \| worlds \| F1 \|.* all \|$/m);
  match(out, /^\| 30 \| 1, seeds 20001-20001 \|/m);
});
