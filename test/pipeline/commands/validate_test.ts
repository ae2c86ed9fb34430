import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { link } from "../../fixtures/link.ts";
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

Deno.test("deno task validate --foreign needs no manifest, reads each file apart and tells of each", () =>
  inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "their set");
    await writeTinyDataSet(set, "tiny");
    await Deno.remove(join(set, "manifest.json"));
    const sound = await runTask("validate", ["--foreign", "their set"], {
      cwd,
    });
    deepEqual(sound, {
      code: 0,
      out: "their set: sound, 2 result files\n" +
        "  one 16-bit full on sums: 3 problems x 4 samples x 2 budgets\n" +
        "  two 16-bit full on sums: 3 problems x 4 samples x 2 budgets\n",
      error: "",
    });
    await Deno.truncate(join(set, "sums/two-w16-full.arrow"), 999);
    const bad = await runTask("validate", ["--foreign", "their set"], { cwd });
    deepEqual(bad, {
      code: 1,
      out: "  one 16-bit full on sums: 3 problems x 4 samples x 2 budgets\n",
      error: "Cannot use their set: 1 of 2 result files\n" +
        "Cannot use these files: 1 problem\n" +
        "  - sums/two-w16-full.arrow: it is not a whole Arrow file\n",
    });
  }));

Deno.test("deno task validate --foreign ends a process that takes too long, and refuses links", () =>
  inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "theirs");
    await writeTinyDataSet(set, "tiny");
    const late = await runTask(
      "validate",
      ["--foreign", "theirs", "--seconds", "0.001"],
      { cwd },
    );
    deepEqual([late.code, late.out], [1, ""]);
    equal(late.error, "Cannot use theirs: it was not read in 0.001 s\n");
    const parted = await runTask("validate", ["--foreign", "a,b"], { cwd });
    equal(parted.code, 2);
    match(parted.error, /^Cannot read a,b: rename it without a comma/);
    await link("study.json", join(set, "sums/three.arrow"));
    const linked = await runTask("validate", ["--foreign", "theirs"], { cwd });
    deepEqual(linked, {
      code: 1,
      out: "",
      error: "Cannot use theirs/sums/three.arrow: it is a link\n",
    });
  }));
