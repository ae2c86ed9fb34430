import { deepEqual } from "node:assert/strict";
import { outputsOf } from "../../../pipeline/figures/outputs.ts";
import { results } from "../../../pipeline/reproduce.ts";

Deno.test("outputsOf() a measured set is everything, of a study alone what needs no result file", async () => {
  const paths = async (folder: string) =>
    outputsOf({ ...await results(folder) }).map(({ path }) => path).sort();
  const tables = [
    "index.html",
    "table-1.csv",
    "table-1.md",
    "table-2.csv",
    "table-2.md",
  ];
  deepEqual(
    await paths("data/nano"),
    [
      ...Array.from(
        { length: 12 },
        (_, i) => `figure-${String(i + 1).padStart(2, "0")}.svg`,
      ),
      "glance.svg",
      "stability.svg",
      "threshold.svg",
      ...["dominated", "envelope", "frontier", "pairs", "votes"].flatMap((
        name,
      ) => [`${name}.csv`, `${name}.md`]),
      "findings.json",
      "findings.md",
      "measurements.csv",
      ...tables,
    ].sort(),
  );
  const study = {
    ...await results("data/paper"),
    measurements: [],
    rulings: [],
  };
  deepEqual(
    outputsOf(study).map(({ path }) => path).sort(),
    ["constraints.csv", "constraints.md", ...tables],
  );
});
