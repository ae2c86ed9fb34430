import { deepEqual, equal, ok } from "node:assert/strict";
import { frontierTable } from "../../../pipeline/figures/frontier_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

Deno.test("frontierTable() of nano: ten members, each kept in a share of the resamples", async () => {
  const nano = await results("data/nano");
  const { columns, rows } = frontierTable(nano)!;
  equal(rows.length, 10);
  equal(columns[3]![0], "memory_mib");
  deepEqual(rows[0]!.slice(0, 5), ["0.6M", "16-bit", "24", "1.18", "11.6"]);
  const kept = rows.map((row) => Number(row.at(-1)));
  ok(kept.every((share) => share > 0 && share <= 100));
  // The cheapest and the most accurate scenario are on every frontier.
  equal(kept[0], 100);
  ok(kept.at(-1)! > 90);
});

Deno.test("frontierTable() of a study without results is none", async () => {
  const nano = await results("data/nano");
  equal(frontierTable({ ...nano, measurements: [], frontiers: [] }), null);
});
