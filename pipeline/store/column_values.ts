/** Whole columns of a light table as typed arrays and words. */
import type * as arrow from "apache-arrow";
import { columns, type NumbersOf, room, withPlaces } from "./columns_kernel.ts";
import type { LightTable } from "./light_table.ts";

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

function column(table: LightTable, name: string): arrow.Vector {
  const vector = table.getChild(name);
  if (!vector) {
    throw new TypeError(`Cannot read column ${name}: the table has none`);
  }
  return vector;
}

/** Puts -1 into the rows of a chunk that hold no value, in place; there must be as many as it says. */
function markNulls(
  { nullCount, nullBitmap, length }: arrow.Data,
  name: string,
  values: Int32Array | Float64Array,
): void {
  if (!nullBitmap || nullBitmap.length === 0) {
    if (nullCount === 0) return;
    throw new TypeError(
      `Cannot read column ${name}: it does not say which ${nullCount} rows are null`,
    );
  }
  const isDouble = Number(values instanceof Float64Array);
  const found = withPlaces(
    [values, nullBitmap],
    0,
    ([place, bits]) => columns.absent(place!, bits!, length, isDouble),
  );
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
  const [own] = dictionary!.data;
  const { length, values, valueOffsets, nullCount } = own!;
  const letters = values as unknown as Uint8Array;
  const wrong = (problem: string) =>
    new TypeError(`Cannot read column ${name}: ${problem}`);
  const text = plainText(letters);
  const words: string[] = [];
  for (let word = 0; word < length; word++) {
    const from = valueOffsets[word]!;
    const to = valueOffsets[word + 1]!;
    if (!(from >= 0 && from <= to && to <= letters.length)) {
      throw wrong(
        `its word ${word} lies at bytes ${from} to ${to} of ${letters.length}`,
      );
    }
    if (to - from > MOST_BYTES) {
      throw wrong(`its word ${word} has ${to - from} bytes`);
    }
    try {
      words.push(
        text?.slice(from, to) ?? TEXT.decode(letters.subarray(from, to)),
      );
    } catch {
      throw wrong(`its word ${word} is not UTF-8`);
    }
  }
  if (nullCount > 0) throw wrong("a word of it is null");
  return words;
}

/** Letters of one byte each as one text; null where any has more. */
function plainText(letters: Uint8Array): string | null {
  try {
    const text = TEXT.decode(letters);
    return text.length === letters.length ? text : null;
  } catch {
    return null;
  }
}

/**
 * A column of numbers, nulls as -1, in the memory of the table: good until the
 * next one is read.
 */
export function numbers<A extends Numbers>(
  table: LightTable,
  name: string,
  kind: NumbersOf<A> & { readonly name: string },
): A {
  const { data, length } = column(table, name);
  const [only] = data;
  const isReady = data.length === 1 &&
    (only!.values as Numbers).constructor === kind;
  const out = isReady ? held(only!, name) as A : room(kind, length);
  let at = 0;
  for (const chunk of data) {
    const own = out.subarray(at, at + chunk.length);
    if (!isReady) own.set(held(chunk, name));
    if (own instanceof Int32Array || own instanceof Float64Array) {
      markNulls(chunk, name, own);
    }
    at += chunk.length;
  }
  return out;
}

/** A column of text as words and codes; a code outside the words is an error. In the memory of the table: good until the next one is read. */
export function codedText(table: LightTable, name: string): CodedText {
  const { data, length } = column(table, name);
  const words: string[] = [];
  const place = new Map<string, number>();
  const isReady = data.length === 1 && data[0]!.values instanceof Int32Array;
  const codes = isReady
    ? held(data[0]!, name) as Int32Array
    : room(Int32Array, length);
  let at = 0;
  for (const chunk of data) {
    const own = wordsOf(chunk, name);
    const found = codes.subarray(at, at + chunk.length);
    if (!isReady) found.set(held(chunk, name));
    const bad = unknownAt(found, chunk, own.length);
    if (bad >= 0) {
      throw new TypeError(
        `Cannot read column ${name}: row ${at + bad} has no such word`,
      );
    }
    markNulls(chunk, name, found);
    // Sorted words, as we write them, are each another.
    if (isReady && own.every((word, i) => i === 0 || own[i - 1]! < word)) {
      return { words: own, codes };
    }
    const merged = own.map((word) => {
      const known = place.get(word);
      if (known !== undefined) return known;
      place.set(word, words.length);
      return words.push(word) - 1;
    });
    for (let row = 0; row < found.length; row++) {
      if (found[row]! >= 0) found[row] = merged[found[row]!]!;
    }
    at += chunk.length;
  }
  return { words, codes };
}

/** The first row of a chunk that has a value and no word for it; -1 where there is none. */
function unknownAt(
  codes: Int32Array,
  { nullBitmap }: arrow.Data,
  words: number,
): number {
  const bits = nullBitmap ?? new Uint8Array(0);
  return withPlaces(
    [codes, bits],
    0,
    ([place, present]) =>
      columns.unknown(
        place!,
        bits.length > 0 ? present! : 0,
        codes.length,
        words,
      ),
  );
}
