import { deepEqual, equal } from "node:assert/strict";
import { countedTable } from "../../../pipeline/figures/counted_table.ts";
import { speedTable } from "../../../pipeline/figures/speed_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const h100 = await results("data/qwen3-h100");

Deno.test("every byte that vLLM counted on the paper's shapes is explained by the memory rules", () => {
  const table = countedTable(h100)!;
  const at = (name: string) =>
    table.columns.findIndex(([column]) => column === name);
  equal(table.rows.length, 18);
  for (const row of table.rows) {
    equal(row[at("unexplained_bytes")], "0", row.join(" "));
    equal(
      row[at("kv_bytes_per_token")],
      row[at("kv_rule_bytes_per_token")],
      row.join(" "),
    );
  }
  // The 4-bit 0.6B of table 1, 0.50 GiB.
  equal(table.rows[0]![at("parameter_bytes")], "540,901,376");
});

Deno.test("a study without result files shows every speed it was timed at", () => {
  const table = speedTable(h100)!;
  equal(table.rows.length, h100.timings.length);
  deepEqual(table.rows[0]!.slice(0, 4), ["0.6B", "4-bit", "250", "1"]);
  equal(speedTable({ ...h100, timings: [] }), null);
  equal(countedTable({ ...h100, memory: [] }), null);
});
