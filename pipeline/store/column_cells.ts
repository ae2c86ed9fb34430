import type * as arrow from "apache-arrow";
import type { ColumnType } from "../study/column.ts";
import type { Cell } from "./arrow.ts";
import { codedText } from "./column_values.ts";
import type { LightTable } from "./light_table.ts";

/** The cells of a column of a small table one by one: text, numbers, truth, null. */
export function columnCells(
  table: LightTable,
  name: string,
  type: ColumnType,
): Cell[] {
  if (type === "text") {
    const { words, codes } = codedText(table, name);
    return Array.from(codes, (code) => words[code] ?? null);
  }
  return table.getChild(name)!.data.flatMap((chunk) => {
    const { length, nullCount, nullBitmap, values } = chunk as arrow.Data<
      arrow.Int
    >;
    const bit = (bits: ArrayLike<unknown>, row: number) =>
      (Number(bits[row >> 3]) >> (row & 7) & 1) === 1;
    if (type !== "bool" && values.length < length) {
      throw new TypeError(
        `Cannot read column ${name}: it has ${values.length} values in ${length} rows`,
      );
    }
    return Array.from({ length }, (_, row) => {
      if (nullCount > 0 && !bit(nullBitmap, row)) return null;
      return type === "bool" ? bit(values, row) : Number(values[row]);
    });
  });
}
