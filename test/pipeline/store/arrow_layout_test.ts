import { deepEqual } from "node:assert/strict";
import * as arrow from "apache-arrow";
import { listAt, tableAt } from "../../../pipeline/store/flat_table.ts";
import { redirect, saidOf, small } from "../../fixtures/small_arrow.ts";
import { int64, places } from "../../trust/hostile_arrow.ts";

/** The small file with a column more of nine rows, and maybe metadata. */
function beside(
  extra: arrow.Vector,
  metadata = new Map<string, string>(),
): Uint8Array {
  const { batches: [batch], schema } = arrow.tableFromIPC(small());
  const fields = [
    ...schema.fields,
    new arrow.Field("extra", extra.type, true, metadata),
  ];
  const struct = arrow.makeData({
    type: new arrow.Struct(fields),
    length: 9,
    nullCount: 0,
    children: [...batch!.data.children, extra.data[0]!],
  } as never);
  const whole = new arrow.Schema(fields, metadata);
  const table = new arrow.Table(
    whole,
    new arrow.RecordBatch(whole, struct as never),
  );
  return arrow.tableToIPC(table, "file").slice();
}

const nine = <T extends arrow.DataType>(type: T) =>
  arrow.vectorFromArray([0, 1, 1, 0, 1, 0, 1, 0, 1] as never[], type);

Deno.test("layoutOf() knows the least bytes of every type: nine rows, and one byte less than they need", () => {
  const types: readonly (readonly [arrow.DataType, number])[] = [
    [new arrow.Int8(), 9],
    [new arrow.Uint16(), 18],
    [new arrow.Int32(), 36],
    [new arrow.Float16(), 18],
    [new arrow.Float32(), 36],
    [new arrow.Float64(), 72],
    [new arrow.Bool(), 2],
  ];
  for (const [type, least] of types) {
    const bytes = beside(nine(type));
    deepEqual(saidOf(() => {}, 1, bytes.slice()), "sound", String(type));
    const long = (length: number) =>
      saidOf(
        ({ view, buffers }) => int64(view, buffers.at(-1)! + 8, length),
        1,
        bytes.slice(),
      );
    deepEqual(long(least), "sound", String(type));
    deepEqual(long(least - 1), `${least - 1} bytes for 9 rows`, String(type));
  }
});

Deno.test("layoutOf() knows the least bytes of words: an offset more than words, none for no word, any letters", () => {
  const long = (length: number, words: number | null = null) =>
    saidOf(({ view, words: batch, dictionaries: [block] }) => {
      const [, offsets, letters] = [0, 1, 2].map((at) =>
        listAt(view, batch.slot(2), 16).at(at)
      );
      int64(view, offsets! + 8, length);
      int64(view, letters! + 8, 0);
      if (words === null || !block) return;
      int64(view, batch.slot(0), words);
      int64(view, listAt(view, batch.slot(1), 16).at(0), words);
    });
  // Two words, three offsets.
  deepEqual(long(12), "sound");
  deepEqual(long(11), "11 bytes for 2 rows");
  deepEqual(long(16, 3), "sound");
  deepEqual(long(12, 3), "12 bytes for 3 rows");
  deepEqual(long(0, 0), "sound");
});

Deno.test("layoutOf() takes codes of other widths", () => {
  const words = arrow.vectorFromArray(
    ["a", "b", "a", "a", "a", "a", "a", "a", "a"],
    new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8(), 7),
  );
  deepEqual(saidOf(() => {}, 1, beside(words)), "sound");
});

Deno.test("layoutOf() refuses a footer without a schema, the other order of bytes, and types that are none of ours", () => {
  deepEqual(
    saidOf(({ view, footer }) => redirect(view, footer.pointer, 1, null)),
    "no schema",
  );
  // The place of the fields, read as the order of bytes, is not 0.
  deepEqual(
    saidOf(({ view, footer }) => redirect(view, footer.slot(1), 0, 1)),
    "numbers with their high byte first",
  );
  deepEqual(
    saidOf(({ view, fields: [, number] }) =>
      redirect(view, number!.pointer, 3, null)
    ),
    "no type in column number",
  );
  deepEqual(
    saidOf(({ view, fields: [, number] }) =>
      view.setInt32(tableAt(view, number!.slot(3))(0), 24, true)
    ),
    "numbers of 24 bits in column number",
  );
  for (const precision of [3, -1]) {
    deepEqual(
      saidOf(
        ({ view, fields }) => {
          const type = tableAt(view, fields[2]!.slot(3));
          view.setInt16(type(0), precision, true);
        },
        1,
        beside(nine(new arrow.Float64())),
      ),
      "a type 3 in column extra, which is not read",
    );
  }
});

Deno.test("layoutOf() takes 64 entries of metadata, of the file and of a column, none of more than 2^20 bytes", () => {
  const entries = (count: number, text = "") =>
    new Map(Array.from({ length: count }, (_, at) => [`${at}`, text]));
  const column = nine(new arrow.Int8());
  const said = (metadata: Map<string, string>) =>
    saidOf(() => {}, 1, beside(column, metadata));
  deepEqual(said(entries(64)), "sound");
  deepEqual(said(entries(65)), "65 entries of metadata");
  const most = "x".repeat(2 ** 20);
  deepEqual(said(entries(1, most)), "sound");
  deepEqual(said(entries(1, `${most}x`)), "a text has 1048577 bytes");
  deepEqual(said(new Map([[`${most}x`, ""]])), "a text has 1048577 bytes");
  // What a column says of itself is walked too.
  deepEqual(
    saidOf(
      ({ view, fields }) => {
        const list = fields[2]!.slot(6);
        const start = list + view.getUint32(list, true);
        const entry = start + 4;
        view.setUint32(entry, 2 ** 30, true);
      },
      1,
      beside(column, entries(1)),
    ),
    "Offset is outside the bounds of the DataView",
  );
  deepEqual(places(beside(column)).fields.length, 3);
});
