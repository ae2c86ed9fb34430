import { deepEqual, equal, ok } from "node:assert/strict";
import { votesTable } from "../../../pipeline/figures/votes_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const nano = await results("data/nano");

Deno.test("votesTable() of nano: a vote gains on one sample, and the samples hold more than it finds", () => {
  const { columns, rows } = votesTable(nano)!;
  deepEqual(columns.map(([name]) => name), [
    "model",
    "weights",
    "pass_at_1_percent",
    "majority_at_8_percent",
    "pass_at_8_percent",
    "majority_at_16_percent",
    "pass_at_16_percent",
  ]);
  equal(rows.length, 2);
  for (const row of rows) {
    const [one, vote8, pass8, vote16, pass16] = row.slice(2).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    ok(one < vote8 && vote8 < pass8 && vote16 < pass16 && pass8 <= pass16);
  }
});

Deno.test("votesTable() is none where nothing votes", () => {
  const measurements = nano.measurements.filter(({ group }) => group === 1);
  equal(votesTable({ ...nano, measurements }), null);
});
