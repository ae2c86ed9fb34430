/**
 * Arrow files walked before anything of them is used: everything a reader would
 * follow without asking is followed here with every step checked. The work is
 * bounded by the bytes of the file, whatever they claim.
 */
import { type Layout, layoutOf } from "./arrow_layout.ts";
import { listAt, type Slots, tableAt, wholeAt } from "./flat_table.ts";
import { unpacked } from "./zstd_frame.ts";

const MAGIC = [..."ARROW1"].map((letter) => letter.charCodeAt(0));
/** The magic and its padding. */
const HEAD = 8;
/** Length of the footer, and the magic. */
const TAIL = 4 + MAGIC.length;
const CONTINUATION = 0xffffffff;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;
const ZSTD = 1;
/** Stated before a buffer that was not compressed. */
const PLAIN = -1;

/** How much a file may hold. */
export interface Limits {
  readonly bytes: number;
  readonly rows: number;
  /** Bytes of all buffers together once they are unpacked. */
  readonly unpacked: number;
}

/** Of files we sealed ourselves: what the machine takes. */
export const OUR_LIMITS: Limits = {
  bytes: Infinity,
  rows: Infinity,
  unpacked: Infinity,
};

/** Of files from elsewhere. */
export const FOREIGN_LIMITS: Limits = {
  bytes: 256 * 2 ** 20,
  rows: 4_000_000,
  // Unpacking takes twice as much for a moment.
  unpacked: 112 * 2 ** 20,
};

/** Where a message and its buffers lie in the file, as the footer says. */
interface Block {
  readonly at: number;
  readonly metadata: number;
  readonly body: number;
}

/** A buffer of a file: where its bytes lie, behind the length that stands before packed ones, and how many they are once unpacked. */
export interface Buffer {
  readonly at: number;
  readonly length: number;
  readonly size: number;
  readonly isPacked: boolean;
}

/** Rows whose columns lie together, or the words of a dictionary: nulls of each column, and its buffers, the bits of presence first. */
export interface Batch {
  readonly rows: number;
  readonly nulls: readonly number[];
  readonly buffers: readonly Buffer[];
}

/** Words of a dictionary and the number columns know it by. */
interface Dictionary extends Batch {
  readonly id: number;
}

/** A file that may be read: its schema as it stands in the footer, and its batches. */
export interface Walked {
  readonly footer: DataView;
  readonly schema: Slots;
  readonly dictionaries: readonly Dictionary[];
  readonly batches: readonly Batch[];
}

/** What is left of the limits as a file is walked. */
interface Left {
  rows: number;
  unpacked: number;
}

/**
 * Refuses, with a TypeError naming the file, what is no whole Arrow file of
 * flat columns, or is larger than the limits; its values are not looked at.
 */
export function walkArrow(
  bytes: Uint8Array,
  file: string,
  limits: Limits,
): Walked {
  const wrong = (problem: string, cause?: unknown) =>
    new TypeError(`Cannot read ${file}: ${problem}`, { cause });
  if (bytes.length > limits.bytes) {
    throw wrong(
      `it has ${bytes.length} bytes, more than the ${limits.bytes} that are taken`,
    );
  }
  if (
    bytes.length < HEAD + TAIL ||
    !MAGIC.every((letter, i) =>
      bytes[i] === letter && bytes.at(i - MAGIC.length) === letter
    )
  ) {
    throw wrong("it is not a whole Arrow file");
  }
  try {
    return walkFooter(bytes, limits);
  } catch (error) {
    // Offsets beyond DataView's bytes, and texts that are no UTF-8.
    const { message } = error as Error;
    throw wrong(`its metadata are damaged, ${message}`, error);
  }
}

function walkFooter(bytes: Uint8Array, limits: Limits): Walked {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tail = bytes.length - TAIL;
  const size = view.getInt32(tail, true);
  const from = tail - size;
  if (size <= 0 || from < HEAD) {
    throw new RangeError(`a footer of ${size} bytes`);
  }
  const footer = part(view, from, size);
  const slots = tableAt(footer, 0);
  const layout = layoutOf(footer, slots);
  const dictionaries = blocks(footer, slots(2));
  const batches = blocks(footer, slots(3));
  let end = HEAD;
  for (
    const { at, metadata, body } of [...dictionaries, ...batches].sort((a, b) =>
      a.at - b.at
    )
  ) {
    if (at < end || metadata < 8 || body < 0 || at + metadata + body > from) {
      throw new RangeError(
        `a block of ${metadata} and ${body} bytes at byte ${at}`,
      );
    }
    end = at + metadata + body;
  }
  const left: Left = { rows: limits.rows, unpacked: limits.unpacked };
  return {
    footer,
    schema: tableAt(footer, slots(1)),
    dictionaries: dictionaries.map((block) => {
      const header = message(view, block, DICTIONARY_BATCH);
      const id = header.slots(0) ? wholeAt(header.view, header.slots(0)) : 0;
      const words = layout.dictionaries.get(id);
      if (!words) throw new RangeError(`a dictionary ${id} of no column`);
      const data = tableAt(header.view, needed(header.slots(1)));
      return {
        id,
        ...walkBatch(view, block, header.view, data, [words], left),
      };
    }),
    batches: batches.map((block) => {
      const { view: own, slots } = message(view, block, RECORD_BATCH);
      return walkBatch(view, block, own, slots, layout.columns, left);
    }),
  };
}

/** Some of the bytes, as if there were no others. */
function part(view: DataView, from: number, length: number): DataView {
  return new DataView(view.buffer, view.byteOffset + from, length);
}

/** The place of what must be there. */
function needed(place: number): number {
  if (place === 0) throw new RangeError("something is absent");
  return place;
}

function blocks(view: DataView, place: number): Block[] {
  const { length, at } = listAt(view, place, 24);
  return Array.from({ length }, (_, item) => ({
    at: wholeAt(view, at(item)),
    metadata: view.getInt32(at(item) + 8, true),
    body: wholeAt(view, at(item) + 16),
  }));
}

/** The header of the message of a block, which must be of the kind the footer says. */
function message(
  file: DataView,
  { at, metadata, body }: Block,
  kind: number,
): { readonly view: DataView; readonly slots: Slots } {
  const length = file.getInt32(at + 4, true);
  if (
    file.getUint32(at, true) !== CONTINUATION || length <= 0 ||
    length > metadata - 8
  ) {
    throw new RangeError(`no message at byte ${at}`);
  }
  const view = part(file, at + 8, length);
  const slots = tableAt(view, 0);
  const found = slots(1) ? view.getUint8(slots(1)) : 0;
  if (found !== kind) {
    throw new RangeError(`a message of kind ${found} at byte ${at}`);
  }
  const own = slots(3) ? wholeAt(view, slots(3)) : 0;
  if (own !== body) throw new RangeError(`a body of ${own} bytes, not ${body}`);
  return { view, slots: tableAt(view, needed(slots(2))) };
}

/** One batch: as many values in each column as rows, and room for them in its buffers. */
function walkBatch(
  file: DataView,
  block: Block,
  view: DataView,
  slots: Slots,
  columns: readonly Layout[],
  left: Left,
): Batch {
  const rows = slots(0) ? wholeAt(view, slots(0)) : 0;
  left.rows -= rows;
  if (rows < 0 || left.rows < 0) {
    throw new RangeError(`a batch of ${rows} rows`);
  }
  const nodes = listAt(view, slots(1), 16);
  const listed = listAt(view, slots(2), 16);
  const wanted = columns.reduce((sum, { room }) => sum + 1 + room.length, 0);
  if (nodes.length !== columns.length || listed.length !== wanted) {
    throw new RangeError(
      `${nodes.length} columns in ${listed.length} buffers, not ${columns.length} in ${wanted}`,
    );
  }
  const packed = slots(3) !== 0;
  if (packed) {
    const codec = tableAt(view, slots(3))(0);
    const found = codec ? view.getInt8(codec) : 0;
    if (found !== ZSTD) throw new RangeError(`a codec ${found}, not ZSTD`);
  }
  let end = 0;
  const buffers: Buffer[] = [];
  const body = block.at + block.metadata;
  const next = (): number => {
    const at = listed.at(buffers.length);
    const offset = wholeAt(view, at);
    const length = wholeAt(view, at + 8);
    if (offset < end || length < 0 || offset + length > block.body) {
      throw new RangeError(`a buffer of ${length} bytes at ${offset}`);
    }
    end = offset + length;
    const { most, ...buffer } = packed && length > 0
      ? packedAt(file, body + offset, length)
      : plainAt(body + offset, length);
    left.unpacked -= most;
    if (left.unpacked < 0) {
      throw new RangeError(`a buffer that unpacks to ${most} bytes`);
    }
    buffers.push(buffer);
    return buffer.size;
  };
  const nullsOf = columns.map(({ room }, column) => {
    const values = wholeAt(view, nodes.at(column));
    const nulls = wholeAt(view, nodes.at(column) + 8);
    if (values !== rows || nulls < 0 || nulls > rows) {
      throw new RangeError(
        `${values} values and ${nulls} nulls in ${rows} rows`,
      );
    }
    const validity = next();
    if ((nulls > 0 || validity > 0) && validity * 8 < rows) {
      throw new RangeError(`${validity} bytes for ${rows} nulls or none`);
    }
    for (const needs of room) {
      const size = next();
      if (size < needs(rows)) {
        throw new RangeError(`${size} bytes for ${rows} rows`);
      }
    }
    return nulls;
  });
  return { rows, nulls: nullsOf, buffers };
}

/** A buffer, and the most it unpacks to. */
type Bounded = Buffer & { readonly most: number };

function plainAt(at: number, length: number): Bounded {
  return { at, length, size: length, isPacked: false, most: length };
}

/** A compressed buffer behind its size; what its frame says must allow it. */
function packedAt(file: DataView, at: number, length: number): Bounded {
  const size = wholeAt(part(file, at, length), 0);
  if (size === PLAIN) return plainAt(at + 8, length - 8);
  const frame = part(file, at + 8, length - 8);
  const { least, most } = unpacked(frame) ?? { least: 0, most: -1 };
  if (size < least || size > most) {
    throw new RangeError(
      `a buffer of ${size} bytes in a frame of ${least} to ${most}`,
    );
  }
  return { at: at + 8, length: length - 8, size, isPacked: true, most };
}
