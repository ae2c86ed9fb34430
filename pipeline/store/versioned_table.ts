import type * as arrow from "apache-arrow";
import type { Column } from "../study/column.ts";
import { DataProblems } from "../study/data_problems.ts";
import { readTable } from "./arrow.ts";
import type { Limits } from "./arrow_walk.ts";

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

/** DataProblems with every row that lacks a value in a column that allows no null. */
export function refuseNulls(
  table: arrow.Table,
  columns: readonly Column[],
  file: string,
): void {
  const problems = columns.flatMap(({ name, nullable }) =>
    nullable ? [] : emptyRows(table.getChild(name)!).map((row) => ({
      file,
      row,
      problem: `column ${name} has no value`,
    }))
  );
  if (problems.length > 0) {
    throw new DataProblems(`Cannot read ${file}`, problems);
  }
}

/** Rows of a column without a value. */
function emptyRows(column: arrow.Vector): number[] {
  if (column.nullCount === 0) return [];
  return Array.from({ length: column.length }, (_, row) => row)
    .filter((row) => !column.isValid(row));
}
