import { deepEqual, throws } from "node:assert/strict";
import * as arrow from "apache-arrow";
import { codedText, numbers } from "../../../pipeline/store/column_values.ts";

/** A column of numbers over several chunks, as a file may hold it. */
const table = (...data: arrow.Data[]) =>
  new arrow.Table({ it: new arrow.Vector(data) });

const int = (changed: object) =>
  arrow.makeData(
    { type: new arrow.Int32(), length: 3, nullCount: 0, ...changed } as never,
  );

const int32 = (table: arrow.Table) =>
  numbers(table, "it", (n) => new Int32Array(n));

Deno.test("numbers() puts chunks one behind the other, their nulls as asked for", () => {
  const one = int({
    data: Int32Array.of(1, 2, 3),
    nullCount: 1,
    nullBitmap: Uint8Array.of(0b101),
  });
  const other = int({ data: Int32Array.of(4, 5, 6) });
  deepEqual(
    int32(table(one, other, one)),
    Int32Array.of(1, -1, 3, 4, 5, 6, 1, -1, 3),
  );
});

Deno.test("numbers() refuses a column that is not there, and nulls other than it says", () => {
  const one = table(int({ data: new Int32Array(3) }));
  throws(() => numbers(one, "no", () => new Int32Array()), {
    name: "TypeError",
    message: "Cannot read column no: the table has none",
  });
  const data = Int32Array.of(1, 2, 3);
  const silent = int({ data, nullCount: 2, nullBitmap: new Uint8Array() });
  throws(
    () => int32(table(silent)),
    /^TypeError: Cannot read column it: it does not say which 2 rows are null$/,
  );
  const other = int({ data, nullCount: 2, nullBitmap: Uint8Array.of(0b110) });
  throws(
    () => int32(table(other)),
    /^TypeError: Cannot read column it: 1 rows are null, it says 2$/,
  );
  const short = int({ data: Int32Array.of(1, 2) });
  throws(
    () => int32(table(short)),
    /^TypeError: Cannot read column it: it has 2 values in 3 rows$/,
  );
});

/** Texts in three rows, their words given letter by letter. */
function texts(
  letters: string | Uint8Array,
  offsets: readonly number[],
  codes: readonly number[] = [0, 0, 0],
  nulls = 0,
) {
  const words = arrow.makeData({
    type: new arrow.Utf8(),
    length: offsets.length - 1,
    nullCount: nulls,
    nullBitmap: nulls > 0 ? new Uint8Array(1) : null,
    valueOffsets: Int32Array.from(offsets),
    data: typeof letters === "string"
      ? new TextEncoder().encode(letters)
      : letters,
  } as never);
  return arrow.makeData({
    type: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
    length: codes.length,
    nullCount: 0,
    data: Int32Array.from(codes),
    dictionary: new arrow.Vector([words]),
  } as never);
}

Deno.test("codedText() gives one code a word over all chunks, an empty word and a mark of order included", () => {
  deepEqual(
    codedText(
      table(
        texts("ab", [0, 1, 2], [1, 0, 1]),
        texts("\ufeffbc", [0, 3, 4, 4, 5], [1, 2, 3, 0]),
      ),
      "it",
    ),
    {
      words: ["a", "b", "\ufeff", "", "c"],
      codes: Int32Array.of(1, 0, 1, 1, 3, 4, 2),
    },
  );
});

Deno.test("codedText() takes a word of 2^20 bytes and none longer, wherever it begins", () => {
  const most = 2 ** 20;
  const letters = new Uint8Array(most + 3).fill(97);
  deepEqual(
    codedText(table(texts(letters, [0, 2, most + 2])), "it").words.map((word) =>
      word.length
    ),
    [2, most],
  );
  throws(
    () => codedText(table(texts(letters, [0, 2, most + 3])), "it"),
    /^TypeError: Cannot read column it: its word 1 has 1048577 bytes$/,
  );
});

Deno.test("codedText() refuses words outside their letters, null ones, and codes without a word", () => {
  for (
    const [offsets, said] of [
      [[0, 2, 1], "its word 1 lies at bytes 2 to 1 of 3"],
      [[-1, 2, 3], "its word 0 lies at bytes -1 to 2 of 3"],
      [[0, 2, 4], "its word 1 lies at bytes 2 to 4 of 3"],
    ] as const
  ) {
    throws(() => codedText(table(texts("abc", offsets)), "it"), {
      name: "TypeError",
      message: `Cannot read column it: ${said}`,
    });
  }
  throws(
    () => codedText(table(texts("a", [0, 1], [0, 0, 0], 1)), "it"),
    /^TypeError: Cannot read column it: a word of it is null$/,
  );
  throws(
    () => codedText(table(texts(Uint8Array.of(0xff), [0, 1])), "it"),
    /^TypeError: Cannot read column it: its word 0 is not UTF-8$/,
  );
  throws(
    () => codedText(table(texts("a", [0, 1], [1, 0, 0])), "it"),
    /^TypeError: Cannot read column it: row 0 has no such word$/,
  );
  throws(
    () =>
      codedText(table(texts("a", [0, 1]), texts("a", [0, 1], [0, 1])), "it"),
    /^TypeError: Cannot read column it: row 4 has no such word$/,
  );
});
