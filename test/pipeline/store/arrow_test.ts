import { deepEqual, equal, throws } from "node:assert/strict";
import { zstdDecompressSync } from "node:zlib";
import { Message } from "apache-arrow";
import fc from "fast-check";
import {
  type Cell,
  readTable,
  rowSource,
  tableBytes,
} from "../../../pipeline/store/arrow.ts";
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

Deno.test("tableBytes() and readTable() keep small whole numbers, and write no validity where nothing is null", () => {
  const columns = [
    { name: "tiny", type: "uint8", meaning: "" },
    { name: "short", type: "uint16", nullable: true, meaning: "" },
    { name: "wide", type: "uint32", meaning: "" },
  ] as const satisfies readonly Column[];
  const rows = [
    { tiny: 0, short: 65_535, wide: 0 },
    { tiny: 255, short: 1, wide: 2 ** 32 - 1 },
  ];
  const source = rowSource(columns, rows);
  const table = readTable(tableBytes(columns, source, {}), columns, "f.arrow");
  deepEqual(table.toArray().map((r) => r.toJSON()), rows);
  deepEqual(
    table.schema.fields.map(({ type, nullable }) => [String(type), nullable]),
    [["Uint8", false], ["Uint16", true], ["Uint32", false]],
  );
  equal(table.getChild("short")!.data[0]!.nullBitmap.length, 0);
  for (
    const [name, value] of [
      ["tiny", 256],
      ["short", 65_536],
      ["wide", 2 ** 32],
    ] as const
  ) {
    throws(
      () =>
        tableBytes(
          columns,
          rowSource(columns, [{ ...rows[0]!, [name]: value }]),
          {},
        ),
      new RegExp(`column ${name}: row 0 holds ${value}, not a uint`),
    );
  }
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
  const bytes = write([
    row({ word: "b" }),
    row({ word: null }),
    row({ word: "a" }),
  ]);
  const [data] = read(bytes).getChild("word")!.data;
  deepEqual([...data!.dictionary!], ["a", "b"]);
  deepEqual([...data!.values as Int32Array], [1, 0, 0]);
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
  throws(
    () => readTable(bytes, other, "f.arrow"),
    /it holds word: Dictionary.*, count: Int32, .*, not yes: Bool, big: Int64, /,
  );
  const none = tableBytes([], { rows: 0, cell: () => null }, {});
  throws(() => read(none), /Cannot read f\.arrow: it holds no columns, not /);
});

/** Every compressed buffer of a file: the length its prefix states, and what it unpacks to. */
function bufferLengths(bytes: Uint8Array): [stated: number, true: number][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: [number, number][] = [];
  const continuation = 0xffffffff;
  for (let at = 8; view.getUint32(at, true) === continuation;) {
    const metadataLength = view.getInt32(at + 4, true);
    if (metadataLength === 0) break;
    const body = at + 8 + metadataLength;
    const message = Message.decode(bytes.subarray(at + 8, body));
    const header = message.header();
    const regions = message.isDictionaryBatch()
      ? message.header().data.buffers
      : (header as unknown as MessageBatch).buffers;
    for (const { offset, length } of regions) {
      if (length === 0) continue;
      const stated = Number(view.getBigInt64(body + offset, true));
      if (stated === -1) continue;
      const packed = bytes.subarray(body + offset + 8, body + offset + length);
      // RFC 8878, 3.1.1.1.1: its checksum is there.
      equal(packed[4]! >> 2 & 1, 1);
      found.push([stated, zstdDecompressSync(packed).length]);
    }
    at = body + message.bodyLength;
  }
  return found;
}

interface MessageBatch {
  readonly buffers: readonly { offset: number; length: number }[];
}

Deno.test("tableBytes() puts the uncompressed length before every compressed buffer, as other readers need", () => {
  const columns = [
    { name: "word", type: "text", nullable: true, meaning: "" },
    { name: "number", type: "float64", meaning: "" },
  ] as const;
  const rows = Array.from({ length: 3000 }, (_, i) => ({
    word: i % 7 ? `word ${i % 13}` : null,
    number: i % 11,
  }));
  const bytes = tableBytes(columns, rowSource(columns, rows), {});
  const lengths = bufferLengths(bytes);
  deepEqual(lengths.map(([stated]) => stated), lengths.map(([, is]) => is));
  // The letters of the words, the validity and codes of the rows, the numbers; 56 bytes of offsets do not shrink.
  deepEqual(lengths.map(([, is]) => is), [81, 376, 12000, 24000]);
});
