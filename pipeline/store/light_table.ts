/**
 * Arrow IPC files of flat columns read without the library: result files come
 * by hundreds, and a process that reads a data set is over before the library
 * is warm. The same shapes as the library's, so that column_values.ts reads both.
 */
import type * as arrow from "apache-arrow";
import { zstdDecompressSync } from "node:zlib";
import { listAt, type Slots, tableAt, textAt, wholeAt } from "./flat_table.ts";

/** What of a table is read: rows, schema, and columns by name. */
export type LightTable = Pick<arrow.Table, "numRows" | "schema" | "getChild">;

const MAGIC = "ARROW1";
/** Largest buffer a column may unpack to. */
const MOST_BYTES = 256 * 2 ** 20;
const MOST_TEXT = 2 ** 20;
/** Stated before a buffer that was not compressed. */
const PLAIN = -1;
const NO_BYTES = new Uint8Array(0);

/** Numbers of types in the format's schema. */
const INT = 2;
const FLOAT = 3;
const UTF8 = 5;
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

/** Takes the buffers of a batch one after the other. */
interface Batch {
  readonly rows: number;
  readonly nulls: (column: number) => number;
  readonly next: () => Uint8Array;
}

/** Reads the bytes of a file. Throws what is wrong with its form in the words of whoever noticed: it is for readers that name the file. */
export function lightTable(bytes: Uint8Array): LightTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tail = bytes.length - 4 - MAGIC.length;
  const from = tail - view.getInt32(tail, true);
  const footer = part(view, from, tail - from);
  const slots = tableAt(footer, 0);
  const schema = tableAt(footer, slots(1));
  const fields = each(footer, schema(1), 4, (at) => fieldAt(footer, at));
  const words = new Map<number, Words>();
  for (const block of blocks(footer, slots(2))) {
    const { header, body } = message(view, block);
    const id = header.slots(0) ? wholeAt(header.view, header.slots(0)) : 0;
    if (words.has(id)) throw new TypeError(`it has two dictionaries ${id}`);
    const batch = batchOf(
      header.view,
      tableAt(header.view, header.slots(1)),
      body,
    );
    words.set(id, wordsOf(batch));
  }
  const chunks: Map<string, unknown>[] = [];
  let numRows = 0;
  for (const block of blocks(footer, slots(3))) {
    const { header, body } = message(view, block);
    const batch = batchOf(header.view, header.slots, body);
    numRows += batch.rows;
    chunks.push(
      new Map(
        fields.map((
          field,
          at,
        ) => [field.name, chunkOf(field, at, batch, words)]),
      ),
    );
  }
  const children = new Map(fields.map(({ name }) => {
    const data = chunks.map((chunk) => chunk.get(name) as arrow.Data);
    return [name, {
      length: numRows,
      nullCount: data.reduce((sum, { nullCount }) => sum + nullCount, 0),
      data,
    }];
  }));
  return {
    numRows,
    schema: {
      fields,
      metadata: new Map(each(footer, schema(2), 4, (at) => entry(footer, at))),
    },
    getChild: (name: string) => children.get(name) ?? null,
  } as unknown as LightTable;
}

/** Some of the bytes, as if there were no others. */
function part(view: DataView, from: number, length: number): DataView {
  return new DataView(view.buffer, view.byteOffset + from, length);
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

function blocks(view: DataView, place: number) {
  return each(view, place, 24, (at) => ({
    at: wholeAt(view, at),
    metadata: view.getInt32(at + 8, true),
    body: wholeAt(view, at + 16),
  }));
}

/** The header of a block's message, and its body. */
function message(
  file: DataView,
  { at, metadata, body }: ReturnType<typeof blocks>[number],
) {
  const view = part(file, at + 8, metadata - 8);
  const slots = tableAt(view, 0);
  return {
    header: { view, slots: tableAt(view, slots(2)) },
    body: new Uint8Array(file.buffer, file.byteOffset + at + metadata, body),
  };
}

function batchOf(view: DataView, slots: Slots, body: Uint8Array): Batch {
  const nodes = listAt(view, slots(1), 16);
  const buffers = listAt(view, slots(2), 16);
  const isPacked = slots(3) !== 0;
  let buffer = 0;
  return {
    rows: slots(0) ? wholeAt(view, slots(0)) : 0,
    nulls: (column) => wholeAt(view, nodes.at(column) + 8),
    next() {
      const at = buffers.at(buffer++);
      const from = wholeAt(view, at);
      const length = wholeAt(view, at + 8);
      if (from < 0 || length < 0 || from + length > body.length) {
        throw new RangeError(`a buffer of ${length} bytes lies at ${from}`);
      }
      const bytes = body.subarray(from, from + length);
      return isPacked && length > 0 ? unpacked(bytes) : bytes;
    },
  };
}

/** A buffer behind its stated length, which must be what it unpacks to: of a cut frame the decompressor gives what there is. */
function unpacked(buffer: Uint8Array): Uint8Array {
  const said = wholeAt(new DataView(buffer.buffer, buffer.byteOffset, 8), 0);
  const frame = buffer.subarray(8);
  if (said === PLAIN) return frame;
  if (!(said >= 0 && said <= MOST_BYTES)) {
    throw new RangeError(`a buffer says it has ${said} bytes`);
  }
  const bytes = zstdDecompressSync(frame, {
    maxOutputLength: Math.max(1, said),
    // All in one piece.
    chunkSize: Math.max(64, said + 1),
  });
  if (bytes.length !== said) {
    throw new RangeError(
      `a buffer of ${said} bytes unpacks to ${bytes.length}`,
    );
  }
  return bytes;
}

function chunkOf(
  { name, values, dictionary }: Field,
  column: number,
  batch: Batch,
  words: ReadonlyMap<number, Words>,
) {
  const nullBitmap = batch.next();
  const own = dictionary === null ? null : words.get(dictionary);
  if (own === undefined) throw new TypeError(`column ${name} has no words`);
  const read = values(batch.next());
  return {
    length: batch.rows,
    offset: 0,
    nullCount: batch.nulls(column),
    nullBitmap,
    values: read,
    dictionary: own && { data: [own] },
  };
}

function wordsOf(batch: Batch): Words {
  batch.next();
  const offsets = batch.next();
  return {
    length: batch.rows,
    nullCount: batch.nulls(0),
    valueOffsets: numbers(Int32Array, offsets),
    values: batch.next(),
  };
}

type NumbersOf<A> = {
  new (buffer: ArrayBufferLike, offset: number, length: number): A;
  readonly BYTES_PER_ELEMENT: number;
};

/** Bytes as numbers, in place where they lie even. */
function numbers<A>(kind: NumbersOf<A>, bytes: Uint8Array): A {
  const wide = kind.BYTES_PER_ELEMENT;
  const even = bytes.byteOffset % wide === 0 ? bytes : bytes.slice();
  return new kind(
    even.buffer,
    even.byteOffset,
    Math.floor(even.length / wide),
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
      if (!INTS[name]) throw new TypeError(`it has numbers of ${bits} bits`);
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
    case UTF8:
      return { type: "Utf8", values: () => NO_BYTES };
    case BOOL:
      return { type: "Bool", values: (bytes) => bytes };
    default:
      return { type: `type ${type}`, values: () => NO_BYTES };
  }
}
