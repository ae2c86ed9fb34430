import type { Column, ColumnType } from "../study/column.ts";
import { type Limits, OUR_LIMITS, walkArrow } from "./arrow_walk.ts";
import { refuseNulls } from "./empty_rows.ts";
import { type LightTable, lightTable } from "./light_table.ts";

/** Types of our columns as the library names them. */
const TYPES: Readonly<Record<ColumnType, string>> = {
  text: "Dictionary<Int32, Utf8>",
  uint8: "Uint8",
  uint16: "Uint16",
  uint32: "Uint32",
  int32: "Int32",
  int64: "Int64",
  float64: "Float64",
  bool: "Bool",
};

/**
 * The table in the bytes of a file of ours, as much of it as column_values.ts
 * reads: a whole Arrow file within the limits, walked before it is read, with
 * the columns expected, of the schema version we know, with a value in every row
 * of a column that allows no null. Anything else is an error naming the file.
 * Its values are good until the next file is read.
 */
export function readLight(
  bytes: Uint8Array,
  columns: readonly Column[],
  version: number,
  file: string,
  limits: Limits = OUR_LIMITS,
): LightTable {
  const walked = walkArrow(bytes, file, limits);
  const refuse = (problem: string, cause?: unknown) =>
    new TypeError(`Cannot read ${file}: ${problem}`, { cause });
  let table;
  try {
    table = lightTable(bytes, walked);
  } catch (cause) {
    throw refuse((cause as Error).message, cause);
  }
  const wanted = columns.map(({ name, type }) => `${name}: ${TYPES[type]}`);
  const found = table.schema.fields.map(({ name, type }) => `${name}: ${type}`);
  if (wanted.join() !== found.join()) {
    throw refuse(
      `it holds ${found.join(", ") || "no columns"}, not ${wanted.join(", ")}`,
    );
  }
  const schema = table.schema.metadata.get("schema");
  if (schema !== String(version)) {
    throw refuse(`its schema is ${schema}, not ${version}`);
  }
  refuseNulls(table, columns, file);
  return table;
}
