import { deepEqual, equal, ok } from "node:assert/strict";
import { envelopeTable } from "../../../pipeline/figures/envelope_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const nano = await results("data/nano");

Deno.test("envelopeTable() of nano begins with the cheapest scenario, ends with the best, and its bands hold each other", () => {
  const { rows } = envelopeTable(nano)!;
  deepEqual(rows[0]!.slice(0, 2), ["1.18", "11.6"]);
  equal(rows[0]!.at(-1), "0.6M 16-bit 24");
  deepEqual(rows.at(-1)!.slice(0, 2), ["6.20", "86.5"]);
  equal(rows.at(-1)!.at(-1), "3M 16-bit 208");
  for (const row of rows) {
    const [best, lower, upper, lowerOfAll, upperOfAll] = row.slice(1, 6)
      .map(Number) as [number, number, number, number, number];
    ok(lowerOfAll < best && best < upperOfAll, row.join(" "));
    ok(lower <= best && best <= upper, row.join(" "));
  }
});

Deno.test("envelopeTable() never falls with memory and leaves out what repeats", () => {
  const { rows } = envelopeTable(nano)!;
  rows.slice(1).forEach((row, i) => {
    ok(Number(row[1]) >= Number(rows[i]![1]));
    if (i < rows.length - 2) ok(`${row.slice(1)}` !== `${rows[i]!.slice(1)}`);
  });
});

Deno.test("envelopeTable() of a study without results is none", () => {
  equal(envelopeTable({ ...nano, measurements: [], frontiers: [] }), null);
});
