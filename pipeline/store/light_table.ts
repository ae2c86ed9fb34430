/**
 * Arrow IPC files of flat columns read without the library: result files come
 * by hundreds, and a process that reads a data set is over before the library
 * is warm. The same shapes as the library's.
 */
import type * as arrow from "apache-arrow";
import type { Walked } from "./arrow_walk.ts";
import type { NumbersOf } from "./columns_kernel.ts";
import { listAt, tableAt, textAt, wholeAt } from "./flat_table.ts";
import { unpack } from "./unpack.ts";

/** What of a table is read: rows, schema, and columns by name. */
export type LightTable = Pick<arrow.Table, "numRows" | "schema" | "getChild">;

const MOST_TEXT = 2 ** 20;
const NO_BYTES = new Uint8Array(0);

/** Numbers of types in the format's schema. */
const INT = 2;
const FLOAT = 3;
const BOOL = 6;

/** A field of the schema: its type in words, and how its values are made of bytes. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly values: (bytes: Uint8Array) => ArrayLike<unknown>;
  /** Id of its dictionary of words; null for plain values. */
  readonly dictionary: number | null;
}

/** The words of a dictionary as they stand in the file. */
interface Words {
  readonly length: number;
  readonly nullCount: number;
  readonly valueOffsets: Int32Array;
  readonly values: Uint8Array;
}

/**
 * Reads a file that was walked. Its values are good until the next is read.
 * Throws what is wrong with its form in the words of whoever noticed: it is for
 * readers that name the file.
 */
export function lightTable(
  bytes: Uint8Array,
  { footer, schema, dictionaries, batches }: Walked,
): LightTable {
  const fields = each(footer, schema(1), 4, (at) => fieldAt(footer, at));
  const all = [...dictionaries, ...batches];
  const unpacked = unpack(bytes, all.flatMap(({ buffers }) => buffers));
  let taken = 0;
  const next = () => unpacked[taken++]!;
  const words = new Map<number, Words>();
  for (const { id, rows, nulls } of dictionaries) {
    if (words.has(id)) throw new TypeError(`it has two dictionaries ${id}`);
    words.set(id, wordsOf(rows, nulls[0]!, next));
  }
  const chunks = batches.map(({ rows, nulls }) =>
    fields.map((field, at) => chunkOf(field, rows, nulls[at]!, next, words))
  );
  const children = new Map(fields.map(({ name }, at) => {
    const data = chunks.map((chunk) => chunk[at]!);
    return [name, {
      length: data.reduce((sum, { length }) => sum + length, 0),
      nullCount: data.reduce((sum, { nullCount }) => sum + nullCount, 0),
      data,
    }];
  }));
  return {
    numRows: batches.reduce((sum, { rows }) => sum + rows, 0),
    schema: {
      fields,
      metadata: new Map(each(footer, schema(2), 4, (at) => entry(footer, at))),
    },
    getChild: (name: string) => children.get(name) ?? null,
  } as unknown as LightTable;
}

function each<T>(
  view: DataView,
  place: number,
  width: number,
  of: (at: number) => T,
): T[] {
  const { length, at } = listAt(view, place, width);
  return Array.from({ length }, (_, item) => of(at(item)));
}

function entry(view: DataView, at: number): [string, string] {
  const slots = tableAt(view, at);
  return [
    textAt(view, slots(0), MOST_TEXT),
    textAt(view, slots(1), MOST_TEXT),
  ];
}

function chunkOf(
  { name, values, dictionary }: Field,
  length: number,
  nullCount: number,
  next: () => Uint8Array,
  words: ReadonlyMap<number, Words>,
) {
  const nullBitmap = next();
  const own = dictionary === null ? null : words.get(dictionary);
  if (own === undefined) throw new TypeError(`column ${name} has no words`);
  return {
    length,
    offset: 0,
    nullCount,
    nullBitmap,
    values: values(next()),
    dictionary: own && { data: [own] },
  };
}

function wordsOf(
  length: number,
  nullCount: number,
  next: () => Uint8Array,
): Words {
  next();
  const valueOffsets = numbers(Int32Array, next());
  return { length, nullCount, valueOffsets, values: next() };
}

/** Bytes as numbers, in place. */
function numbers<A>(kind: NumbersOf<A>, bytes: Uint8Array): A {
  return new kind(
    bytes.buffer,
    bytes.byteOffset,
    Math.floor(bytes.length / kind.BYTES_PER_ELEMENT),
  );
}

const INTS: Readonly<Record<string, NumbersOf<ArrayLike<unknown>>>> = {
  Int8: Int8Array,
  Int16: Int16Array,
  Int32: Int32Array,
  Int64: BigInt64Array,
  Uint8: Uint8Array,
  Uint16: Uint16Array,
  Uint32: Uint32Array,
  Uint64: BigUint64Array,
};

function fieldAt(view: DataView, at: number): Field {
  const slots = tableAt(view, at);
  const name = textAt(view, slots(0), MOST_TEXT);
  const type = slots(2) ? view.getUint8(slots(2)) : 0;
  if (slots(4) === 0) {
    const said = typeSaid(view, type, slots(3));
    return { name, dictionary: null, ...said };
  }
  const encoding = tableAt(view, slots(4));
  const index = encoding(1)
    ? typeSaid(view, INT, encoding(1))
    : { type: "Int32", values: ofInts("Int32") };
  return {
    name,
    type: `Dictionary<${index.type}, ${typeSaid(view, type, slots(3)).type}>`,
    values: index.values,
    dictionary: encoding(0) ? wholeAt(view, encoding(0)) : 0,
  };
}

const ofInts = (type: string) => (bytes: Uint8Array) =>
  numbers(INTS[type]!, bytes);

function typeSaid(
  view: DataView,
  type: number,
  place: number,
): Pick<Field, "type" | "values"> {
  const slots = tableAt(view, place);
  switch (type) {
    case INT: {
      const bits = slots(0) ? view.getInt32(slots(0), true) : 0;
      const signed = slots(1) !== 0 && view.getUint8(slots(1)) !== 0;
      const name = `${signed ? "Int" : "Uint"}${bits}`;
      return { type: name, values: ofInts(name) };
    }
    case FLOAT: {
      const precision = slots(0) ? view.getInt16(slots(0), true) : 0;
      return {
        type: `Float${16 << precision}`,
        values: (bytes) =>
          precision === 2
            ? numbers(Float64Array, bytes)
            : numbers(Float32Array, bytes),
      };
    }
    case BOOL:
      return { type: "Bool", values: (bytes) => bytes };
    default:
      // The walk leaves no other: words.
      return { type: "Utf8", values: () => NO_BYTES };
  }
}
