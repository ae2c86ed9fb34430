/** Whole columns of an Arrow table as typed arrays and words. */
import type * as arrow from "apache-arrow";

/** Words and the row's code into them, -1 under a null. */
interface CodedText {
  readonly words: readonly string[];
  readonly codes: Int32Array;
}

type Numbers =
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float64Array;

function column(table: arrow.Table, name: string): arrow.Vector {
  const vector = table.getChild(name);
  if (!vector) {
    throw new TypeError(`Cannot read column ${name}: the table has none`);
  }
  return vector;
}

function eachNull(vector: arrow.Vector, visit: (row: number) => void): void {
  if (vector.nullCount === 0) return;
  for (let row = 0; row < vector.length; row++) {
    if (!vector.isValid(row)) visit(row);
  }
}

/** A column of numbers; nulls as `missing`. */
export function numbers<A extends Numbers>(
  table: arrow.Table,
  name: string,
  make: (length: number) => A,
  missing = -1,
): A {
  const vector = column(table, name);
  const out = make(vector.length);
  let at = 0;
  for (const { values, length } of vector.data) {
    out.set((values as A).subarray(0, length), at);
    at += length;
  }
  eachNull(vector, (row) => out[row] = missing);
  return out;
}

/** A column of text as words and codes; a code outside the words is an error. */
export function codedText(table: arrow.Table, name: string): CodedText {
  const vector = column(table, name);
  const words: string[] = [];
  const place = new Map<string, number>();
  const codes = new Int32Array(vector.length);
  let at = 0;
  for (const chunk of vector.data) {
    const own = [...(chunk.dictionary ?? [])].map((word) => {
      const known = place.get(word);
      if (known !== undefined) return known;
      place.set(word, words.length);
      return words.push(word) - 1;
    });
    const indices = chunk.values as Int32Array;
    for (let i = 0; i < chunk.length; i++) {
      codes[at + i] = own[indices[i] ?? -1] ?? -2;
    }
    at += chunk.length;
  }
  eachNull(vector, (row) => codes[row] = -1);
  const bad = codes.indexOf(-2);
  if (bad >= 0) {
    throw new TypeError(
      `Cannot read column ${name}: row ${bad} has no such word`,
    );
  }
  return { words, codes };
}
