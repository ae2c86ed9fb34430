import { deepEqual, equal, throws } from "node:assert/strict";
import * as arrow from "apache-arrow";
import { tableFromIPC } from "apache-arrow";
import fc from "fast-check";
import { tableBytes } from "../../../pipeline/store/arrow.ts";
import { columnCells } from "../../../pipeline/store/column_cells.ts";
import { fileBytes } from "../../../pipeline/store/arrow_writer.ts";
import { tableAt, wholeAt } from "../../../pipeline/store/flat_table.ts";
import { OUR_LIMITS, walkArrow } from "../../../pipeline/store/arrow_walk.ts";
import { lightTable } from "../../../pipeline/store/light_table.ts";
import { readLight } from "../../../pipeline/store/light_versioned.ts";
import { small } from "../../fixtures/small_arrow.ts";
import { int64, places } from "../../trust/hostile_arrow.ts";
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
  const none = tableBytes([], { rows: 0, cell: () => null }, { schema: "1" });
  throws(
    () => read(none),
    /^TypeError: Cannot read f\.arrow: it holds no columns, not word: Dictionary<Int32, Utf8>, small: Uint8, /,
  );
  const strict = COLUMNS.map(({ nullable: _, ...column }) => column);
  throws(
    () => readLight(bytes, strict, 1, "f.arrow"),
    /f\.arrow, row 1: column word has no value/,
  );
});

Deno.test("readLight() names the file when the light reader stumbles where the walk does not", () => {
  const bytes = bytesOf(
    Array.from({ length: 99 }, (_, i) => ["a", i, i, i, true]),
  );
  const { view, body, buffers } = places(bytes);
  // The numbers of the third column, compressed: they say one byte less than they are.
  const at = body + wholeAt(view, buffers[5]!);
  int64(view, at, wholeAt(view, at) - 1);
  throws(() => read(bytes), /^TypeError: Cannot read f\.arrow: /);
});

/** A table as the light reader has it, walked before. */
const light = (bytes: Uint8Array) =>
  lightTable(bytes, walkArrow(bytes, "f.arrow", OUR_LIMITS));

/** What the walk or the light reader behind it says of the small file once it was changed. */
function lightSaid(
  change: (at: ReturnType<typeof places>) => void,
  bytes = small(),
): string {
  change(places(bytes));
  try {
    return `${light(bytes).numRows} rows`;
  } catch (error) {
    return (error as Error).message
      .replace("Cannot read f.arrow: its metadata are damaged, ", "")
      .replace(/\d{2,}/g, "N");
  }
}

Deno.test("lightTable() says of buffers, words and types what is wrong with them", () => {
  equal(lightSaid(() => {}), "9 rows");
  for (
    const [offset, length] of [[-8, 8], [0, -8], [0, 2 ** 20], [2 ** 20, 0]]
  ) {
    equal(
      lightSaid(({ view, buffers }) => {
        int64(view, buffers[3]!, offset!);
        int64(view, buffers[3]! + 8, length!);
      }),
      `a buffer of ${length} bytes at ${offset}`
        .replace(/\d{2,}/g, "N"),
    );
  }
  equal(
    lightSaid(({ view, fields: [, number] }) =>
      view.setInt32(tableAt(view, number!.slot(3))(0), 24, true)
    ),
    "numbers of N bits in column number",
  );
  equal(
    lightSaid(({ view, fields: [word] }) => {
      const id = tableAt(view, word!.slot(4))(0);
      if (id === 0) throw new TypeError("it has no number of its own");
      int64(view, id, 5);
    }, wordsOf(3)),
    "a dictionary 3 of no column",
  );
});

/** A file of one column of words in nine rows, whose dictionary has a number. */
function wordsOf(id: number, index: arrow.Int = new arrow.Int32()): Uint8Array {
  const type = new arrow.Dictionary(new arrow.Utf8(), index as arrow.Int32, id);
  const word = arrow.vectorFromArray([..."abaabbaba"], type);
  return arrow.tableToIPC(new arrow.Table({ word }), "file").slice();
}

Deno.test("readLight() names a file with two dictionaries of one column, which the walk lets through", () => {
  const column = (text: string, id: number) =>
    arrow.vectorFromArray(
      [...text],
      new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32(), id),
    );
  const bytes = arrow.tableToIPC(
    new arrow.Table({ word: column("ab", 3), other: column("cd", 4) }),
    "file",
  ).slice();
  const { view, dictionaries: [, second] } = places(bytes);
  const message = tableAt(view, wholeAt(view, second!) + 8);
  int64(view, tableAt(view, message(2))(0), 3);
  throws(() => read(bytes), {
    name: "TypeError",
    message: "Cannot read f.arrow: it has two dictionaries 3",
  });
});

Deno.test("lightTable() reads buffers that lie odd, doubles and halves, signed and unsigned, words of any code", () => {
  const column = (type: arrow.DataType, values: readonly unknown[]) =>
    arrow.vectorFromArray(values as never[], type);
  const table = new arrow.Table({
    signed: column(new arrow.Int16(), [-1, 2]),
    unsigned: column(new arrow.Uint16(), [65_535, 2]),
    double: column(new arrow.Float64(), [0.1, -2]),
    single: column(new arrow.Float32(), [0.5, -2]),
    truth: column(new arrow.Bool(), [true, false]),
  });
  const bytes = arrow.tableToIPC(table, "file");
  // From every place in a larger buffer.
  for (const shift of [0, 1, 4]) {
    const moved = new Uint8Array(bytes.length + shift).subarray(shift);
    moved.set(bytes);
    const table = light(moved);
    deepEqual(table.schema.fields.map(({ name, type }) => `${name} ${type}`), [
      "signed Int16",
      "unsigned Uint16",
      "double Float64",
      "single Float32",
      "truth Bool",
    ]);
    const values = (name: string) =>
      [...table.getChild(name)!.data[0]!.values as Float64Array].slice(0, 2);
    deepEqual(values("signed"), [-1, 2]);
    deepEqual(values("unsigned"), [65_535, 2]);
    deepEqual(values("double"), [0.1, -2]);
    deepEqual(values("single"), [0.5, -2]);
  }
  for (const index of [new arrow.Int8(), new arrow.Int32()]) {
    const table = light(wordsOf(0, index));
    equal(String(table.schema.fields[0]!.type), `Dictionary<${index}, Utf8>`);
    deepEqual(
      [...table.getChild("word")!.data[0]!.values as Int32Array].slice(0, 4),
      [0, 1, 0, 0],
    );
  }
  const dates = arrow.tableToIPC(
    new arrow.Table({
      day: column(new arrow.DateDay(), [new Date(0), new Date(0)]),
    }),
    "file",
  );
  throws(() => light(dates), /a type 8 in column day, which is not read$/);
});

Deno.test("lightTable() adds up nulls and rows over batches", () => {
  const table = light(small(3));
  equal(table.numRows, 27);
  equal(table.getChild("word")!.nullCount, 3);
  equal(table.getChild("number")!.data.length, 3);
});

Deno.test("lightTable() refuses a compressed buffer that is not as long as it says, negative or beyond 256 MiB", () => {
  const rows = Array.from({ length: 200 }, (_, i) => i % 3);
  const table = new arrow.Table({
    word: arrow.vectorFromArray(
      rows.map(String),
      new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32(), 0),
    ),
    number: arrow.vectorFromArray(rows, new arrow.Int32()),
  });
  const said = (change: (at: number, view: DataView) => void) =>
    lightSaid(
      ({ view, body, buffers }) =>
        change(body + wholeAt(view, buffers[3]!), view),
      fileBytes(table).slice(),
    );
  equal(said((at, view) => equal(wholeAt(view, at), 800)), "200 rows");
  for (
    const [length, words] of [
      [-2, "a buffer of -2 bytes in a frame of 0 to N"],
      [792, "N bytes for N rows"],
      [808, "a buffer of N bytes is damaged"],
      [2 ** 28 + 1, "a buffer of N bytes in a frame of 0 to N"],
    ] as const
  ) {
    equal(said((at, view) => int64(view, at, length)), words);
  }
});
