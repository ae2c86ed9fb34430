import { deepEqual, equal } from "node:assert/strict";
import { table } from "arquero";
import {
  csv,
  measurementTable,
  rowsWhere,
} from "../../../pipeline/figures/measurement_table.ts";
import { results } from "../../../pipeline/reproduce.ts";
import {
  MEASUREMENT_COLUMNS,
  measurementRow,
} from "../../../pipeline/study/measurement.ts";

Deno.test("csv() writes numbers in full, nothing for null, and no formula", () => {
  equal(
    csv(table({
      text: ["=1+1", "-x", "a,b", 'say "so"'],
      number: [0.1 + 0.2, null, 1e21, -3],
    })),
    `text,number\n'=1+1,0.30000000000000004\n'-x,\n"a,b",1e+21\n"say ""so""",-3\n`,
  );
});

Deno.test("measurementTable() holds every measurement in the columns of measurements.csv", async () => {
  const { measurements } = await results("data/nano");
  const all = measurementTable(measurements);
  deepEqual(
    all.columnNames(),
    MEASUREMENT_COLUMNS.map(({ name }) => name),
  );
  deepEqual(rowsWhere(all, () => true), measurements.map(measurementRow));
  equal(rowsWhere(all, (row) => row.group === 16).length, 12);
  equal(rowsWhere(all, () => false).length, 0);
});
