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

/** Visits the rows of a chunk that hold no value; there must be as many as it says. */
function eachNull(
  { nullCount, nullBitmap, offset, length }: arrow.Data,
  name: string,
  visit: (row: number) => void,
): void {
  if (!nullBitmap || nullBitmap.length === 0) {
    if (nullCount === 0) return;
    throw new TypeError(
      `Cannot read column ${name}: it does not say which ${nullCount} rows are null`,
    );
  }
  let found = 0;
  for (let row = 0, bit = offset; row < length; row++, bit++) {
    if (((nullBitmap[bit >> 3]! >> (bit & 7)) & 1) === 0) {
      visit(row);
      found++;
    }
  }
  if (found === nullCount) return;
  throw new TypeError(
    `Cannot read column ${name}: ${found} rows are null, it says ${nullCount}`,
  );
}

/** The numbers of a chunk, one for each of its rows. */
function held(chunk: arrow.Data, name: string): Numbers {
  const values = chunk.values as Numbers;
  if (values.length < chunk.length) {
    throw new TypeError(
      `Cannot read column ${name}: it has ${values.length} values in ${chunk.length} rows`,
    );
  }
  return values.subarray(0, chunk.length);
}

/** Longest word; an answer has 64 tokens. */
const MOST_BYTES = 2 ** 20;

const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The words of a chunk's dictionary. Their places are checked: the library gives a neighbour's letters for a damaged one. */
function wordsOf({ dictionary }: arrow.Data, name: string): string[] {
  const words: string[] = [];
  for (
    const { length, values, valueOffsets, nullCount } of dictionary?.data ?? []
  ) {
    const letters = values as unknown as Uint8Array;
    for (let word = 0; word < length; word++) {
      const from = valueOffsets[word]!;
      const to = valueOffsets[word + 1]!;
      if (!(from >= 0 && from <= to && to <= letters.length)) {
        throw new TypeError(
          `Cannot read column ${name}: its word ${words.length} lies at bytes ${from} to ${to} of ${letters.length}`,
        );
      }
      if (to - from > MOST_BYTES) {
        throw new TypeError(
          `Cannot read column ${name}: its word ${words.length} has ${
            to - from
          } bytes`,
        );
      }
      try {
        words.push(TEXT.decode(letters.subarray(from, to)));
      } catch {
        throw new TypeError(
          `Cannot read column ${name}: its word ${words.length} is not UTF-8`,
        );
      }
    }
    if (nullCount > 0) {
      throw new TypeError(`Cannot read column ${name}: a word of it is null`);
    }
  }
  return words;
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
    out.set(held(chunk, name) as A, at);
    eachNull(chunk, name, (row) => out[at + row] = missing);
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
    const own = Int32Array.from(wordsOf(chunk, name), (word) => {
      const known = place.get(word);
      if (known !== undefined) return known;
      place.set(word, words.length);
      return words.push(word) - 1;
    });
    const indices = held(chunk, name);
    for (let i = 0; i < chunk.length; i++) {
      codes[at + i] = own[indices[i]!] ?? NO_WORD;
    }
    eachNull(chunk, name, (row) => codes[at + row] = -1);
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
