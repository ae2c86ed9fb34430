import {
  type Measurement,
  MEASUREMENT_COLUMNS,
  measurementRow,
} from "../study/measurement.ts";
import { csv } from "./csv.ts";

const NAMES = MEASUREMENT_COLUMNS.map(({ name }) => name);

/** The text of `measurements.csv`. */
export function measurementsCsv(measurements: readonly Measurement[]): string {
  return csv(NAMES, cells(measurements));
}

/** One row at a time: there may be hundreds of thousands. */
function* cells(measurements: readonly Measurement[]) {
  for (const measurement of measurements) {
    const row = measurementRow(measurement);
    yield NAMES.map((name) => row[name]);
  }
}
