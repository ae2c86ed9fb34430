import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { findings } from "../../../pipeline/findings/mod.ts";
import { dataSets } from "../../../pipeline/store/data_set.ts";
import { readManifest } from "../../../pipeline/store/manifest.ts";
import {
  readExpected,
  ruledDataSets,
} from "../../../pipeline/store/expected.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("every committed data set with results is on record with every finding, and with nothing else", async () => {
  for (const folder of await dataSets("data")) {
    const { files } = (await readManifest(folder))!;
    const hasResults = files.some(({ path }) => /.\/.*\.arrow$/.test(path));
    deepEqual(
      [...(await readExpected(folder))?.keys() ?? []],
      hasResults ? findings.map(({ name }) => name) : [],
      folder,
    );
  }
});

Deno.test("readExpected() of a set without a record is null", () =>
  inTemporaryFolder(async (folder) => {
    equal(await readExpected(folder), null);
  }));

Deno.test("readExpected() gives the record, and names one that is none", () =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, "expected.json");
    const write = (findings: unknown) =>
      Deno.writeTextFile(file, JSON.stringify({ schema: 1, findings }));
    await write({ "finding-1": "supported" });
    deepEqual(
      await readExpected(folder),
      new Map([["finding-1", "supported"]]),
    );
    await write({ "finding-1": "perhaps" });
    await rejects(readExpected(folder), {
      name: "TypeError",
      message: /^Cannot read \S+expected\.json: .*perhaps/,
    });
  }));

Deno.test("ruledDataSets() are the folders with findings, sorted; none where there are no outputs", () =>
  inTemporaryFolder(async (folder) => {
    deepEqual(await ruledDataSets(join(folder, "gone")), []);
    for (const name of ["d", "b", "e", "a", "c"]) {
      await Deno.mkdir(join(folder, name));
      if (name === "c") continue;
      await Deno.writeTextFile(join(folder, name, "findings.json"), "{}");
    }
    await Deno.writeTextFile(join(folder, "findings.json"), "{}");
    deepEqual(await ruledDataSets(folder), ["a", "b", "d", "e"]);
  }));
