import { deepEqual, throws } from "node:assert/strict";
import * as arrow from "apache-arrow";
import fc from "fast-check";
import { rowSource, tableBytes } from "../../../pipeline/store/arrow.ts";
import { codedText, numbers } from "../../../pipeline/store/column_values.ts";
import { OUR_LIMITS, walkArrow } from "../../../pipeline/store/arrow_walk.ts";
import {
  type LightTable,
  lightTable,
} from "../../../pipeline/store/light_table.ts";
import { wholeAt } from "../../../pipeline/store/flat_table.ts";
import { readLight } from "../../../pipeline/store/light_versioned.ts";
import type { Column } from "../../../pipeline/study/column.ts";
import { small } from "../../fixtures/small_arrow.ts";
import { int64, places } from "../../trust/hostile_arrow.ts";

const COLUMNS = [
  { name: "word", type: "text", nullable: true, meaning: "" },
  { name: "count", type: "int32", nullable: true, meaning: "" },
  { name: "share", type: "float64", nullable: true, meaning: "" },
] as const satisfies readonly Column[];

interface Row {
  readonly word: string | null;
  readonly count: number | null;
  readonly share: number | null;
}

const tableOf = (rows: readonly Row[]): LightTable =>
  readLight(
    tableBytes(COLUMNS, rowSource(COLUMNS, rows.map((row) => ({ ...row }))), {
      schema: "1",
    }),
    COLUMNS,
    1,
    "f.arrow",
  );

const anyRows = fc.array(fc.record<Row>({
  word: fc.option(fc.string({ unit: "grapheme", maxLength: 3 })),
  count: fc.option(fc.integer({ min: -9, max: 9 })),
  share: fc.option(fc.double({ noNaN: true })),
}));

Deno.test("codedText() and numbers() by hand: nulls are -1, words sorted", () => {
  const table = tableOf([
    { word: "b", count: 5, share: 0.5 },
    { word: null, count: null, share: null },
    { word: "a", count: 7, share: 2 },
  ]);
  deepEqual(codedText(table, "word"), {
    words: ["a", "b"],
    codes: Int32Array.of(1, -1, 0),
  });
  deepEqual(numbers(table, "count", Int32Array), Int32Array.of(5, -1, 7));
  deepEqual(
    numbers(table, "share", Float64Array),
    Float64Array.of(0.5, -1, 2),
  );
  deepEqual(
    numbers(table, "count", Float64Array),
    Float64Array.of(5, -1, 7),
    "numbers of a wider kind",
  );
});

Deno.test("codedText() and numbers() give back any rows, in one batch or in two", () => {
  fc.assert(fc.property(anyRows, anyRows, (rows, more) => {
    const table = tableOf(rows);
    const { words, codes } = codedText(table, "word");
    deepEqual(
      Array.from(codes, (code) => words[code] ?? null),
      rows.map(({ word }) => word),
    );
    deepEqual(
      Array.from(numbers(table, "count", Int32Array)),
      rows.map(({ count }) => count ?? -1),
    );
    const both = [...rows, ...more];
    const one = tableOf(both);
    const chunks = (name: string) => {
      const [whole] = one.getChild(name)!.data as arrow.Data[];
      const values = whole!.values as Int32Array;
      const present = (from: number, length: number) => {
        const bits = new Uint8Array(Math.ceil(length / 8));
        for (let i = 0; i < length; i++) {
          const bit = whole!.nullBitmap?.length
            ? whole!.nullBitmap[from + i >> 3]! >> (from + i & 7) & 1
            : 1;
          bits[i >> 3]! |= bit << (i & 7);
        }
        return bits;
      };
      const part = (from: number, length: number, nullCount: number) => ({
        ...whole!,
        dictionary: whole!.dictionary,
        offset: 0,
        length,
        nullCount,
        nullBitmap: present(from, length),
        values: values.slice(from, from + length),
      });
      const nulls = (list: readonly Row[]) =>
        list.filter((row) => row[name as keyof Row] === null).length;
      return {
        length: both.length,
        data: [
          part(0, rows.length, nulls(rows)),
          part(rows.length, more.length, nulls(more)),
        ],
      };
    };
    const split = {
      ...one,
      getChild: chunks,
    } as unknown as LightTable;
    const text = codedText(split, "word");
    deepEqual(
      Array.from(text.codes, (code) => text.words[code] ?? null),
      both.map(({ word }) => word),
    );
    deepEqual(
      Array.from(numbers(split, "count", Int32Array)),
      both.map(({ count }) => count ?? -1),
    );
  }));
});

Deno.test("codedText() refuses an index outside the words, and nulls that are not told", () => {
  const damaged = (change: (chunk: Record<string, unknown>) => object) => {
    const table = tableOf([
      { word: "a", count: 1, share: 1 },
      { word: null, count: 1, share: 1 },
    ]);
    const child = (name: string) => {
      const [chunk] = table.getChild(name)!.data;
      return {
        length: 2,
        data: [change(chunk as unknown as Record<string, unknown>)],
      };
    };
    return { ...table, getChild: child } as unknown as LightTable;
  };
  const far = damaged((chunk) => ({ ...chunk, values: Int32Array.of(1, 7) }));
  throws(() => codedText(far, "word"), /row 0 has no such word/);
  const negative = damaged((chunk) => ({
    ...chunk,
    values: Int32Array.of(-1, 0),
  }));
  throws(() => codedText(negative, "word"), /row 0 has no such word/);
  const untold = damaged((chunk) => ({ ...chunk, nullBitmap: null }));
  throws(() => codedText(untold, "word"), /does not say which 1 rows are null/);
  const miscounted = damaged((chunk) => ({ ...chunk, nullCount: 2 }));
  throws(() => codedText(miscounted, "word"), /1 rows are null, it says 2/);
});

Deno.test("codedText() of codes that lie odd in their file: nulls stay nulls", () => {
  const bytes = small();
  const codes = () => {
    const walked = walkArrow(bytes, "f.arrow", OUR_LIMITS);
    return codedText(lightTable(bytes, walked), "word").codes.slice();
  };
  const wanted = Int32Array.of(0, -1, 1, 0, 0, 0, 0, 0, 0);
  deepEqual(codes(), wanted);
  const { view, body, buffers } = places(bytes);
  const at = wholeAt(view, buffers[1]!);
  bytes.copyWithin(body + at + 1, body + at, body + at + 4 * wanted.length);
  int64(view, buffers[1]!, at + 1);
  int64(view, buffers[1]! + 8, 4 * wanted.length);
  deepEqual(codes(), wanted);
});
