import { deepEqual, equal } from "node:assert/strict";
import {
  measurementTable,
  rowsWhere,
} from "../../../pipeline/figures/measurement_table.ts";
import { results } from "../../../pipeline/reproduce.ts";
import {
  MEASUREMENT_COLUMNS,
  measurementRow,
} from "../../../pipeline/study/measurement.ts";

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
