import { deepEqual, equal } from "node:assert/strict";
import { findings } from "../../../pipeline/findings/mod.ts";
import { dataSets } from "../../../pipeline/store/data_set.ts";
import { readManifest } from "../../../pipeline/store/manifest.ts";
import { readExpected } from "../../../pipeline/store/expected.ts";
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
