import type * as arrow from "apache-arrow";
import type { Column } from "../study/column.ts";
import { DataProblems } from "../study/data_problems.ts";

/** DataProblems with every row that lacks a value in a column that allows no null. */
export function refuseNulls(
  table: Pick<arrow.Table, "getChild">,
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
function emptyRows({ nullCount, data }: arrow.Vector): number[] {
  if (nullCount === 0) return [];
  const rows: number[] = [];
  let at = 0;
  for (const { nullCount, nullBitmap, offset, length } of data) {
    for (let row = 0, bit = offset; row < length; row++, bit++) {
      if (nullCount > 0 && !(nullBitmap[bit >> 3]! >> (bit & 7) & 1)) {
        rows.push(at + row);
      }
    }
    at += length;
  }
  return rows;
}
