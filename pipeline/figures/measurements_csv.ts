import {
  type Measurement,
  MEASUREMENT_COLUMNS,
  measurementRow,
} from "../study/measurement.ts";
import { csv } from "./csv.ts";

/** The text of `measurements.csv`. */
export function measurementsCsv(measurements: readonly Measurement[]): string {
  const names = MEASUREMENT_COLUMNS.map(({ name }) => name);
  return csv(
    names,
    measurements.map((measurement) => {
      const row = measurementRow(measurement);
      return names.map((name) => row[name]);
    }),
  );
}
