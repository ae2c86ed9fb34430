import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  type Cell,
  readTable,
  rowSource,
  tableBytes,
} from "../../../pipeline/store/arrow.ts";
import { codedText, numbers } from "../../../pipeline/store/column_values.ts";
import type { Column } from "../../../pipeline/study/column.ts";

const COLUMNS = [
  { name: "word", type: "text", nullable: true, meaning: "" },
  { name: "count", type: "int32", meaning: "" },
  { name: "share", type: "float64", nullable: true, meaning: "" },
  { name: "big", type: "int64", meaning: "" },
  { name: "yes", type: "bool", meaning: "" },
] as const satisfies readonly Column[];

type Row = Record<typeof COLUMNS[number]["name"], Cell>;

const row = (changed: Partial<Row> = {}): Row => ({
  word: "a",
  count: 1,
  share: 0.5,
  big: 2 ** 40,
  yes: true,
  ...changed,
});

const write = (rows: Row[]) =>
  tableBytes(COLUMNS, rowSource(COLUMNS, rows), { schema: "1" });
const read = (bytes: Uint8Array) => readTable(bytes, COLUMNS, "f.arrow");
const back = (bytes: Uint8Array) =>
  read(bytes).toArray().map((r) => {
    const json = r.toJSON();
    return { ...json, big: Number(json.big) } as Row;
  });

Deno.test("tableBytes() and readTable() keep every cell and the metadata", () => {
  const rows = [
    row(),
    row({ word: null, share: null, yes: false }),
    row({ word: "" }),
  ];
  deepEqual(back(write(rows)), rows);
  equal(read(write(rows)).schema.metadata.get("schema"), "1");
});

const anyRow = fc.record<Row>({
  word: fc.option(fc.string()),
  count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  share: fc.option(fc.double({ noNaN: true })),
  big: fc.maxSafeInteger(),
  yes: fc.boolean(),
});

Deno.test("tableBytes() and readTable() are inverse for any rows, none included", () => {
  fc.assert(
    fc.property(fc.array(anyRow), (rows) => deepEqual(back(write(rows)), rows)),
  );
});

Deno.test("tableBytes() gives the same bytes for the same rows", () => {
  fc.assert(
    fc.property(
      fc.array(anyRow),
      (rows) => deepEqual(write(rows), write(rows)),
    ),
  );
});

Deno.test("tableBytes() sorts its words and puts a valid index under a null", () => {
  const table = read(
    write([row({ word: "b" }), row({ word: null }), row({ word: "a" })]),
  );
  const [data] = table.getChild("word")!.data;
  deepEqual([...data!.dictionary!], ["a", "b"]);
  deepEqual([...data!.values as Int32Array], [1, 0, 0]);
  deepEqual(codedText(table, "word"), {
    words: ["a", "b"],
    codes: Int32Array.of(1, -1, 0),
  });
});

Deno.test("numbers() gives a column with nulls as the value asked for", () => {
  const table = read(write([row({ share: 2 }), row({ share: null })]));
  deepEqual(
    numbers(table, "share", (n) => new Float64Array(n)),
    Float64Array.of(2, -1),
  );
});

Deno.test("tableBytes() refuses a null where none may be and a number outside its type", () => {
  throws(
    () => write([row({ count: null })]),
    /column count: row 0 has no value/,
  );
  throws(
    () => write([row(), row({ count: 2 ** 31 })]),
    /row 1 holds 2147483648, not a int32/,
  );
  throws(() => write([row({ count: 0.5 })]), /row 0 holds 0.5/);
});

Deno.test("readTable() names the file when it is cut, empty, foreign or of other columns", () => {
  const bytes = write([row()]);
  throws(
    () => read(bytes.subarray(0, -1)),
    /Cannot read f\.arrow: it is not a whole Arrow file/,
  );
  throws(() => read(new Uint8Array()), /not a whole Arrow file/);
  throws(
    () => read(new TextEncoder().encode("ARROW1 nothing ARROW1")),
    /Cannot read f\.arrow/,
  );
  const other = COLUMNS.toReversed();
  throws(() => readTable(bytes, other, "f.arrow"), /it holds word: Dictionary/);
});
