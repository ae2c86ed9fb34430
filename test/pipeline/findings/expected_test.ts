import { deepEqual } from "node:assert/strict";
import { EXPECTED } from "../../../pipeline/findings/expected.ts";
import { findings } from "../../../pipeline/findings/mod.ts";
import { dataSetName, dataSets } from "../../../pipeline/store/data_set.ts";
import { readManifest } from "../../../pipeline/store/manifest.ts";

Deno.test("EXPECTED records every finding of every data set with result files, and nothing else", async () => {
  const names = findings.map(({ name }) => name);
  const wanted = await Promise.all(
    (await dataSets("data")).map(async (folder) => {
      const manifest = await readManifest(folder);
      const hasResults = manifest?.files.some(({ path }) => path.includes("/"));
      return [dataSetName(folder), hasResults ? names : []];
    }),
  );
  const recorded = Object.entries(EXPECTED).map(([dataSet, rulings]) => [
    dataSet,
    Object.keys(rulings),
  ]);
  deepEqual(Object.fromEntries(recorded), Object.fromEntries(wanted));
});
