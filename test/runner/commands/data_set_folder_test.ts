import { equal, throws } from "node:assert/strict";
import { dataSetFolder } from "../../../runner/commands/data_set_folder.ts";

Deno.test("dataSetFolder() takes a name or a folder", () => {
  equal(dataSetFolder(["nano"]), "data/nano");
  equal(dataSetFolder(["nano/"]), "data/nano");
  equal(dataSetFolder(["data/nano/"]), "data/nano");
  equal(dataSetFolder(["./elsewhere"]), "./elsewhere");
});

Deno.test("dataSetFolder() refuses a comma, which would widen a permission", () => {
  for (const name of ["nano,paper", "data/nano,/", ",", "./a,b/nano"]) {
    throws(
      () => dataSetFolder([name]),
      /Cannot use data set .*: its path has a/,
    );
  }
});

Deno.test("dataSetFolder() refuses a folder whose name no result file may bear", () => {
  for (const name of ["data/.hidden", "./Mine"]) {
    throws(
      () => dataSetFolder([name]),
      /Cannot use data set .*: give a name of up to 64 small letters/,
    );
  }
});

Deno.test("dataSetFolder() wants exactly one", () => {
  throws(() => dataSetFolder([]), /Name one data set/);
  throws(() => dataSetFolder(["nano", "paper"]), /Name one data set/);
});
