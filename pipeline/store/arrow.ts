/** Tables of ours to Arrow IPC file bytes and back; columns are those of `study/`. */
import * as arrow from "apache-arrow";
import type { Column, ColumnType } from "../study/column.ts";
import { type Limits, OUR_LIMITS, walkArrow } from "./arrow_walk.ts";
import { fileBytes } from "./arrow_writer.ts";

/** One value of a column; text and numbers as they are, null where the column allows it. */
export type Cell = string | number | boolean | null;

/** The rows of a table column by column: how many, and each cell. */
export interface TableSource {
  readonly rows: number;
  readonly cell: (column: number, row: number) => Cell;
}

function arrowType(type: ColumnType, dictionary: number): arrow.DataType {
  switch (type) {
    case "text":
      return new arrow.Dictionary(
        new arrow.Utf8(),
        new arrow.Int32(),
        dictionary,
        false,
      );
    case "uint8":
      return new arrow.Uint8();
    case "uint16":
      return new arrow.Uint16();
    case "uint32":
      return new arrow.Uint32();
    case "int32":
      return new arrow.Int32();
    case "int64":
      return new arrow.Int64();
    case "float64":
      return new arrow.Float64();
    case "bool":
      return new arrow.Bool();
  }
}

/** Room for one plain column; numbers outside the type are refused where they are put in. */
function plainValues(type: Exclude<ColumnType, "text">, rows: number) {
  switch (type) {
    case "uint8":
      return new Uint8Array(rows);
    case "uint16":
      return new Uint16Array(rows);
    case "uint32":
      return new Uint32Array(rows);
    case "int32":
      return new Int32Array(rows);
    case "int64":
      return new BigInt64Array(rows);
    case "float64":
      return new Float64Array(rows);
    case "bool":
      return new Uint8Array(Math.ceil(rows / 8));
  }
}

function setBit(bits: Uint8Array, at: number): void {
  bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
}

function columnData(
  column: Column,
  index: number,
  source: TableSource,
): arrow.Data {
  const { rows } = source;
  const type = arrowType(column.type, index);
  const present = new Uint8Array(Math.ceil(rows / 8));
  let nulls = 0;
  const cells: (string | number | boolean)[] = [];
  for (let row = 0; row < rows; row++) {
    const cell = source.cell(index, row);
    if (cell === null) {
      if (!column.nullable) {
        throw new TypeError(
          `Cannot write column ${column.name}: row ${row} has no value`,
        );
      }
      nulls++;
      // A valid index under a null: other readers refuse -1.
      cells.push(column.type === "text" ? "" : 0);
    } else {
      setBit(present, row);
      cells.push(cell);
    }
  }
  const nullable = column.nullable
    ? { nullCount: nulls, nullBitmap: nulls > 0 ? present : null }
    : { nullCount: 0 };
  if (column.type === "text") {
    return textData(
      type as arrow.Dictionary,
      cells as string[],
      present,
      nullable,
    );
  }
  const data = plainValues(column.type, rows);
  cells.forEach((cell, row) => {
    if (column.type === "bool") {
      if (cell) setBit(data as Uint8Array, row);
      return;
    }
    data[row] = column.type === "int64" ? BigInt(cell as number) : Number(cell);
    if (Number(data[row]) !== Number(cell) && !Number.isNaN(cell)) {
      throw new RangeError(
        `Cannot write column ${column.name}: row ${row} holds ${cell}, not a ${column.type}`,
      );
    }
  });
  return arrow.makeData({ type, length: rows, data, ...nullable } as never);
}

function textData(
  type: arrow.Dictionary,
  cells: readonly string[],
  present: Uint8Array,
  nullable: object,
): arrow.Data {
  const isPresent = (_: string, row: number) =>
    ((present[row >> 3] ?? 0) >> (row & 7)) & 1;
  const words = [...new Set(cells.filter(isPresent))].sort();
  const code = new Map(words.map((word, i) => [word, i]));
  const dictionary = arrow.vectorFromArray(words, new arrow.Utf8());
  return arrow.makeData({
    type,
    length: cells.length,
    data: Int32Array.from(cells, (cell) => code.get(cell) ?? 0),
    dictionary,
    ...nullable,
  } as never);
}

/**
 * Arrow IPC file bytes of a table: one record batch, one sorted dictionary per
 * text column, ZSTD. The same rows give the same bytes.
 */
export function tableBytes(
  columns: readonly Column[],
  source: TableSource,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const data = columns.map((column, index) =>
    columnData(column, index, source)
  );
  const fields = columns.map((column, index) =>
    new arrow.Field(column.name, data[index]!.type, column.nullable ?? false)
  );
  const schema = new arrow.Schema(fields, new Map(Object.entries(metadata)));
  const struct = arrow.makeData({
    type: new arrow.Struct(fields),
    length: source.rows,
    nullCount: 0,
    children: data,
  } as never);
  const table = new arrow.Table(
    schema,
    new arrow.RecordBatch(schema, struct as never),
  );
  return fileBytes(table);
}

/** Rows of plain objects as a table source, keyed by column name. */
export function rowSource(
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, Cell>>[],
): TableSource {
  return {
    rows: rows.length,
    cell: (column, row) => rows[row]![columns[column]!.name] ?? null,
  };
}

/**
 * The table in Arrow IPC file bytes. Checks magic, metadata and sizes before
 * the library sees them, and that columns and types are the ones expected;
 * whether the bytes are the sealed ones is the manifest's business.
 */
export function readTable(
  bytes: Uint8Array,
  columns: readonly Column[],
  file: string,
  limits: Limits = OUR_LIMITS,
): arrow.Table {
  walkArrow(bytes, file, limits);
  let table: arrow.Table;
  try {
    table = arrow.tableFromIPC(bytes);
  } catch (cause) {
    throw new TypeError(`Cannot read ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
  const wanted = columns.map((c, i) => `${c.name}: ${arrowType(c.type, i)}`);
  const found = table.schema.fields.map((f) => `${f.name}: ${f.type}`);
  if (wanted.join() !== found.join()) {
    throw new TypeError(
      `Cannot read ${file}: it holds ${found.join(", ") || "no columns"}, not ${
        wanted.join(", ")
      }`,
    );
  }
  return table;
}
