/** Measurements as an arquero table, which figures and tables read. */
import { type ColumnTable, escape, from } from "arquero";
import {
  type Measurement,
  MEASUREMENT_COLUMNS,
  type MeasurementRow,
  measurementRow,
} from "../study/measurement.ts";

/** Tables made before: every figure asks for that of the same measurements. */
const known = new WeakMap<readonly Measurement[], ColumnTable>();

/** One row a measurement, the columns of `measurements.csv`, in the study's order. */
export function measurementTable(
  measurements: readonly Measurement[],
): ColumnTable {
  const table = known.get(measurements) ??
    from(measurements.map(measurementRow))
      .select(MEASUREMENT_COLUMNS.map(({ name }) => name));
  known.set(measurements, table);
  return table;
}

/** The rows that a condition holds for. */
export function rowsWhere(
  table: ColumnTable,
  holds: (row: MeasurementRow) => boolean,
): MeasurementRow[] {
  return table.filter(escape(holds as (row: object) => boolean))
    .objects() as MeasurementRow[];
}

/** Text that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r\n\0]/;

/** A table as CSV: numbers in full, nothing where there is none, text never read as a formula. */
export function csv(table: ColumnTable): string {
  const inert = Object.fromEntries(
    table.columnNames().map((name) => [
      name,
      (value: unknown) =>
        typeof value === "string" && FORMULA.test(value)
          ? `'${value}`
          : value ?? "",
    ]),
  );
  return `${table.toCSV({ format: inert }).trimEnd()}\n`;
}
