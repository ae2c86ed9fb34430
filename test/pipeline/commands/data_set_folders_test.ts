import { equal, match } from "node:assert/strict";
import { dataSetFolderOf } from "../../../pipeline/commands/data_set_folders.ts";
import { runTask } from "../../fixtures/task.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("dataSetFolderOf() takes a name, a path and a path with its slash", () => {
  equal(dataSetFolderOf("nano"), "data/nano");
  equal(dataSetFolderOf("nano/"), "data/nano");
  equal(dataSetFolderOf("data/nano/"), "data/nano");
  equal(dataSetFolderOf("elsewhere/nano"), "elsewhere/nano");
});

Deno.test("a task without any data set fails and says so", () =>
  inTemporaryFolder(async (cwd) => {
    for (const task of ["reproduce", "findings"]) {
      const without = await runTask(task, [], { cwd });
      equal(without.code, 1);
      match(
        without.error,
        /^Cannot find a data set: no folder of data\/ has a study\.json\n$/,
      );
    }
    for (const name of ["", ".", "/"]) {
      const { code, error } = await runTask("validate", [name], { cwd });
      equal(code, 1);
      match(error, /^Cannot find data set "/);
    }
  }));
