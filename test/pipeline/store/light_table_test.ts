import { deepEqual, equal, throws } from "node:assert/strict";
import { tableFromIPC } from "apache-arrow";
import fc from "fast-check";
import { tableBytes } from "../../../pipeline/store/arrow.ts";
import { columnCells } from "../../../pipeline/store/column_cells.ts";
import { readLight } from "../../../pipeline/store/light_versioned.ts";
import type { Column } from "../../../pipeline/study/column.ts";

const COLUMNS: readonly Column[] = [
  { name: "word", type: "text", nullable: true, meaning: "a word" },
  { name: "small", type: "uint8", meaning: "a small number" },
  { name: "wide", type: "int64", meaning: "a wide number" },
  { name: "real", type: "float64", nullable: true, meaning: "any number" },
  { name: "truth", type: "bool", nullable: true, meaning: "yes or no" },
];

type Row = readonly [
  string | null,
  number,
  number,
  number | null,
  boolean | null,
];

const bytesOf = (rows: readonly Row[]) =>
  tableBytes(
    COLUMNS,
    { rows: rows.length, cell: (column, row) => rows[row]![column]! },
    { schema: "1", said: "ä" },
  );

const read = (bytes: Uint8Array) => readLight(bytes, COLUMNS, 1, "f.arrow");

const cellsOf = (bytes: Uint8Array): Row[] => {
  const table = read(bytes);
  const columns = COLUMNS.map(({ name, type }) =>
    columnCells(table, name, type)
  );
  return Array.from(
    { length: table.numRows },
    (_, row) => columns.map((cells) => cells[row]) as unknown as Row,
  );
};

const ROWS: readonly Row[] = [
  ["b", 1, -1, 0.5, true],
  [null, 255, 2 ** 40, null, null],
  ["ä", 0, 0, -0, false],
];

Deno.test("readLight() by hand: three rows with nulls, a wide number, a word that is no ASCII", () => {
  const bytes = bytesOf(ROWS);
  deepEqual(cellsOf(bytes), ROWS);
  equal(read(bytes).schema.metadata.get("said"), "ä");
});

Deno.test("readLight() reads what the library reads, for any rows", () => {
  const row = fc.tuple(
    fc.option(fc.string({ unit: "grapheme", maxLength: 4 })),
    fc.nat(255),
    fc.maxSafeInteger(),
    fc.option(fc.double({ noNaN: true })),
    fc.option(fc.boolean()),
  );
  fc.assert(fc.property(fc.array(row, { maxLength: 70 }), (rows) => {
    const bytes = bytesOf(rows);
    const table = tableFromIPC(bytes);
    deepEqual(
      cellsOf(bytes),
      table.toArray().map((each) => {
        const { word, small, wide, real, truth } = each.toJSON();
        return [word, small, Number(wide), real, truth];
      }),
    );
  }));
});

Deno.test("readLight() of a file cut anywhere, or with a byte flipped, names the file or reads rows of our columns", () => {
  const bytes = bytesOf(ROWS);
  for (let length = 0; length < bytes.length; length++) {
    throws(
      () => read(bytes.subarray(0, length)),
      /TypeError: Cannot read f\.arrow: /,
    );
  }
  for (let at = 0; at < bytes.length; at++) {
    const flipped = bytes.slice();
    flipped[at] = flipped[at]! ^ 1 << at % 8;
    try {
      equal(read(flipped).schema.fields.length, COLUMNS.length);
    } catch (error) {
      equal((error as Error).constructor, TypeError, `byte ${at}: ${error}`);
    }
  }
});

Deno.test("readLight() refuses another schema version, other columns and a null where none may be", () => {
  const bytes = bytesOf(ROWS);
  throws(
    () => readLight(bytes, COLUMNS, 2, "f.arrow"),
    /Cannot read f\.arrow: its schema is 1, not 2/,
  );
  throws(
    () => readLight(bytes, COLUMNS.toReversed(), 1, "f.arrow"),
    /it holds word: Dictionary<Int32, Utf8>, small: Uint8, wide: Int64/,
  );
  const strict = COLUMNS.map(({ nullable: _, ...column }) => column);
  throws(
    () => readLight(bytes, strict, 1, "f.arrow"),
    /f\.arrow, row 1: column word has no value/,
  );
});
