import { deepEqual, equal, ok } from "node:assert/strict";
import { fitTable } from "../../../pipeline/figures/fit_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const h100 = await results("data/qwen3-h100");

Deno.test("the fit of every shape tells its costs and its largest residual", () => {
  const { columns, rows } = fitTable(h100)!;
  equal(rows.length, 18);
  const at = (name: string) => columns.findIndex(([column]) => column === name);
  for (const row of rows) {
    for (const cost of ["request_ms", "step_ms", "generation_us"]) {
      ok(Number(row[at(cost)]) >= 0, row.join(" "));
    }
    ok(Number(row[at("attempts")]) >= 6, row.join(" "));
  }
});

Deno.test("a study that fitted nothing has no table of fits, and one of one fit has one row, in milliseconds and smaller", () => {
  const measured = h100.timings.filter(({ method }) => method === "measured");
  equal(fitTable({ ...h100, timings: measured }), null);
  const fit = {
    perRequest: 0.25,
    base: 0.002,
    perGeneration: 3e-5,
    perContext: 4e-8,
    residual: 0.125,
    attempts: 6,
  };
  const timedOn = { ...h100.timedOn, fits: { "qwen3-8b-w4-full": fit } };
  deepEqual(fitTable({ ...h100, timedOn })!.rows, [
    ["8B", "4-bit", "full", "250.0", "2.00", "30.0", "40.0", "6", "12.5"],
  ]);
});
