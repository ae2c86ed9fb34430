import type * as arrow from "apache-arrow";
import type { Column } from "../study/column.ts";
import { readTable } from "./arrow.ts";
import type { Limits } from "./arrow_walk.ts";
import { refuseNulls } from "./empty_rows.ts";

/**
 * The table in the bytes of a file of ours: of the schema version we know, and
 * with a value in every row of a column that allows no null.
 */
export function readVersioned(
  bytes: Uint8Array,
  columns: readonly Column[],
  version: number,
  file: string,
  limits?: Limits,
): arrow.Table {
  const table = readTable(bytes, columns, file, limits);
  const found = table.schema.metadata.get("schema");
  if (found !== String(version)) {
    throw new TypeError(
      `Cannot read ${file}: its schema is ${found}, not ${version}`,
    );
  }
  refuseNulls(table, columns, file);
  return table;
}
