import { deepEqual, equal, ok } from "node:assert/strict";
import { anchorsTable } from "../../../pipeline/figures/anchors_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const paper = await results("data/paper");
const table = anchorsTable(paper)!;
const at = (name: string) =>
  table.columns.findIndex(([column]) => column === name);

Deno.test("the paper's four speeds stand beside the simulated ones that were solved from them", () => {
  deepEqual(
    table.rows.map((row) =>
      ["model", "weight_bits", "budget", "published"].map((name) =>
        row[at(name)]
      ).join(" ")
    ),
    [
      "14B 16-bit 6k 137.7",
      "14B 4-bit 10k 130.1",
      ...["(4-bit)", "(8-bit)", "(16-bit)"].map((bits) =>
        `0.6B ${bits} 2k 2.9`
      ),
      ...["(4-bit)", "(8-bit)", "(16-bit)"].map((bits) =>
        `1.7B ${bits} 2k 2.64`
      ),
    ],
  );
  for (
    const row of table.rows.filter((row) => !row[1]!.match(/4-bit\)|8-bit\)/))
  ) {
    equal(row[at("own_times_as_fast")], "1.00", row.join(" "));
  }
});

Deno.test("a set that lends its speeds is compared where it has them, with the batch they are of", () => {
  const lent = paper.lent[0]!;
  const name = lent.dataSet;
  for (const row of table.rows) {
    const speed = row[at(name)]!;
    equal(speed === "–", row[at(`${name}_batch`)] === "–");
    if (speed === "–") continue;
    const ratio = row[at("unit")] === "seconds"
      ? Number(row[at("published")]) / Number(speed)
      : Number(speed) / Number(row[at("published")]);
    ok(Math.abs(ratio - Number(row[at(`${name}_times_as_fast`)])) < 0.01);
  }
  ok(table.note.includes("NVIDIA H100"));
});

Deno.test("a study that publishes nothing, or was not measured, has no such table", async () => {
  equal(anchorsTable(await results("data/nano")), null);
  equal(anchorsTable({ ...paper, measurements: [] }), null);
});
