import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { runTask } from "../../fixtures/task.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";

Deno.test("deno task findings --help exits 0 and names the task", async () => {
  const { code, out, error } = await runTask("findings", ["--help"]);
  equal(code, 0, error);
  match(out, /^deno task findings \[set\.\.\.\] \[--check\]/);
});

Deno.test("deno task findings with an option it does not know exits 2 and shows the help", async () => {
  const { code, out, error } = await runTask("findings", ["--chekc"]);
  deepEqual([code, out], [2, ""]);
  match(error, /--chekc/);
  match(error, /deno task findings \[set\.\.\.\] \[--check\]/);
});

Deno.test("deno task findings --check passes on data/nano: its rulings are those on record", async () => {
  const { code, out, error } = await runTask("findings", ["nano", "--check"]);
  equal(code, 0, error);
  match(out, /^nano \(measured\): finding-1 insufficient: \(a\) /);
});

Deno.test("deno task findings --check fails on a set without a record whose findings are not supported", () =>
  inTemporaryFolder(async (cwd) => {
    await writeTinyDataSet(join(cwd, "data/new"), "new");
    const plain = await runTask("findings", ["new"], { cwd });
    equal(plain.code, 0, plain.error);
    const { code, out, error } = await runTask(
      "findings",
      ["new", "--check"],
      { cwd },
    );
    equal(code, 1);
    equal(out, plain.out);
    match(error, /^new: finding-1 is insufficient, expected supported$/m);
  }));

Deno.test("deno task findings --check fails when a set on record has other rulings", () =>
  inTemporaryFolder(async (cwd) => {
    // The paper's set is on record as one without result files.
    await writeTinyDataSet(join(cwd, "data/paper"), "paper");
    const { code, error } = await runTask("findings", ["--check"], { cwd });
    equal(code, 1);
    match(error, /^paper: finding-1 is insufficient, expected /m);
  }));

Deno.test("deno task findings --check fails when a set on record is no longer there", () =>
  inTemporaryFolder(async (cwd) => {
    await writeTinyDataSet(join(cwd, "data/new"), "new");
    const { code, error } = await runTask("findings", ["--check"], { cwd });
    equal(code, 1);
    match(error, /^nano: there is a record of it and no data set$/m);
  }));
