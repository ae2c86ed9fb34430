import { deepEqual, equal, match } from "node:assert/strict";
import { dominatedTable } from "../../../pipeline/figures/dominated_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const nano = await results("data/nano");

Deno.test("dominatedTable() of nano: the large model with 24 tokens, beaten by five of the small one's", () => {
  const { columns, rows, note } = dominatedTable(nano)!;
  equal(rows.length, 1);
  deepEqual(columns.map(([name]) => name).slice(0, 5), [
    "scenario",
    "memory_mib",
    "accuracy_percent",
    "winner",
    "winner_memory_mib",
  ]);
  deepEqual(rows[0]!.slice(0, 6), [
    "3M 16-bit 24",
    "5.75",
    "12.6",
    "0.6M 16-bit 208",
    "1.36",
    "39.8",
  ]);
  equal(rows[0]!.at(-1), "5");
  // Of 12 scenarios each with all that cost no more.
  match(note, /^Chain, .* Of 66 pairs .* 5 show .*: 1 of 12 scenarios/);
  const [, few, most] =
    /(\d+) of the pairs differ in fewer than 12 problems, .*; (\d+) were/.exec(
      note,
    )!;
  equal(Number(few) + Number(most), 66);
});

Deno.test("dominatedTable() of a study without results is none", () => {
  equal(dominatedTable({ ...nano, measurements: [], frontiers: [] }), null);
});
