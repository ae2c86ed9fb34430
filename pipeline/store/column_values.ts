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

/** Code of a row whose index lies outside its words, until it is told. */
const NO_WORD = -2;

function column(table: arrow.Table, name: string): arrow.Vector {
  const vector = table.getChild(name);
  if (!vector) {
    throw new TypeError(`Cannot read column ${name}: the table has none`);
  }
  return vector;
}

/** Visits the rows of a chunk that hold no value. */
function eachNull(
  { nullCount, nullBitmap, offset, length }: arrow.Data,
  visit: (row: number) => void,
): void {
  if (nullCount === 0) return;
  for (let row = 0, bit = offset; row < length; row++, bit++) {
    if (((nullBitmap[bit >> 3]! >> (bit & 7)) & 1) === 0) visit(row);
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
  for (const chunk of vector.data) {
    out.set((chunk.values as A).subarray(0, chunk.length), at);
    eachNull(chunk, (row) => out[at + row] = missing);
    at += chunk.length;
  }
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
    const own = Int32Array.from([...(chunk.dictionary ?? [])], (word) => {
      const known = place.get(word);
      if (known !== undefined) return known;
      place.set(word, words.length);
      return words.push(word) - 1;
    });
    const indices = chunk.values as Int32Array;
    for (let i = 0; i < chunk.length; i++) {
      codes[at + i] = own[indices[i]!] ?? NO_WORD;
    }
    eachNull(chunk, (row) => codes[at + row] = -1);
    at += chunk.length;
  }
  const bad = codes.indexOf(NO_WORD);
  if (bad >= 0) {
    throw new TypeError(
      `Cannot read column ${name}: row ${bad} has no such word`,
    );
  }
  return { words, codes };
}
