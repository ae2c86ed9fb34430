import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { runTask } from "../../fixtures/task.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";

Deno.test("deno task validate --help exits 0 and names the task", async () => {
  const { code, out, error } = await runTask("validate", ["--help"]);
  equal(code, 0, error);
  match(out, /^deno task validate <set\.\.\.>/);
});

Deno.test("deno task validate without a set exits 2 and shows the help", async () => {
  const { code, out, error } = await runTask("validate", []);
  deepEqual([code, out], [2, ""]);
  match(error, /^Name a data set\n\ndeno task validate/);
});

Deno.test("deno task validate tells the runs of a sound set, and every row of a bad one", () =>
  inTemporaryFolder(async (cwd) => {
    await writeTinyDataSet(join(cwd, "data/sound"), "sound");
    await writeTinyDataSet(
      join(cwd, "data/bad"),
      "bad",
      (rows, { model }) =>
        model.name === "two"
          ? rows.map((row, i) => i === 5 ? { ...row, thinkingTokens: 99 } : row)
          : rows,
    );
    const { code, out, error } = await runTask("validate", ["sound", "bad"], {
      cwd,
    });
    equal(code, 1);
    equal(
      out,
      "data/sound: sound, 2 of 2 planned runs\n" +
        "  one 16-bit full on sums: 3 problems x 4 samples x 2 budgets\n" +
        "  two 16-bit full on sums: 3 problems x 4 samples x 2 budgets\n",
    );
    equal(
      error,
      "Cannot use data set bad: 1 problem\n" +
        "  - data/bad/sums/two-w16-full.arrow, row 5: " +
        "99 thinking tokens are over the budget of 16\n",
    );
  }));
