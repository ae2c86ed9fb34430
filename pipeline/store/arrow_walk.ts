/**
 * Arrow files walked before the library reads them: everything it would follow
 * without asking is followed here with every step checked. The work is bounded
 * by the bytes of the file, whatever they claim.
 */
import { type Layout, layoutOf } from "./arrow_layout.ts";
import { listAt, type Slots, tableAt, wholeAt } from "./flat_table.ts";
import { unpacked } from "./zstd_frame.ts";

const MAGIC = "ARROW1";
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
): void {
  const wrong = (problem: string, cause?: unknown) =>
    new TypeError(`Cannot read ${file}: ${problem}`, { cause });
  if (bytes.length > limits.bytes) {
    throw wrong(
      `it has ${bytes.length} bytes, more than the ${limits.bytes} that are taken`,
    );
  }
  const latin = new TextDecoder("latin1");
  const front = latin.decode(bytes.subarray(0, MAGIC.length));
  const back = latin.decode(bytes.subarray(-MAGIC.length));
  if (
    front !== MAGIC || back !== MAGIC || bytes.length < HEAD + TAIL
  ) {
    throw wrong("it is not a whole Arrow file");
  }
  try {
    walkFooter(bytes, limits);
  } catch (error) {
    // Offsets beyond DataView's bytes, and texts that are no UTF-8.
    const { message } = error as Error;
    throw wrong(`its metadata are damaged, ${message}`, error);
  }
}

function walkFooter(bytes: Uint8Array, limits: Limits): void {
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
  for (const block of dictionaries) {
    const header = message(view, block, DICTIONARY_BATCH);
    const id = header.slots(0) ? wholeAt(header.view, header.slots(0)) : 0;
    const words = layout.dictionaries.get(id);
    if (!words) throw new RangeError(`a dictionary ${id} of no column`);
    const data = tableAt(header.view, needed(header.slots(1)));
    walkBatch(view, block, header.view, data, [words], left);
  }
  for (const block of batches) {
    const header = message(view, block, RECORD_BATCH);
    walkBatch(view, block, header.view, header.slots, layout.columns, left);
  }
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
): void {
  const rows = slots(0) ? wholeAt(view, slots(0)) : 0;
  left.rows -= rows;
  if (rows < 0 || left.rows < 0) {
    throw new RangeError(`a batch of ${rows} rows`);
  }
  const nodes = listAt(view, slots(1), 16);
  const buffers = listAt(view, slots(2), 16);
  const wanted = columns.reduce((sum, { room }) => sum + 1 + room.length, 0);
  if (nodes.length !== columns.length || buffers.length !== wanted) {
    throw new RangeError(
      `${nodes.length} columns in ${buffers.length} buffers, not ${columns.length} in ${wanted}`,
    );
  }
  const packed = slots(3) !== 0;
  if (packed) {
    const codec = tableAt(view, slots(3))(0);
    const found = codec ? view.getInt8(codec) : 0;
    if (found !== ZSTD) throw new RangeError(`a codec ${found}, not ZSTD`);
  }
  let end = 0;
  let buffer = 0;
  const body = block.at + block.metadata;
  const next = (): number => {
    const at = buffers.at(buffer++);
    const offset = wholeAt(view, at);
    const length = wholeAt(view, at + 8);
    if (offset < end || length < 0 || offset + length > block.body) {
      throw new RangeError(`a buffer of ${length} bytes at ${offset}`);
    }
    end = offset + length;
    const { said, most } = packed && length > 0
      ? sizes(part(file, body + offset, length))
      : { said: length, most: length };
    left.unpacked -= most;
    if (left.unpacked < 0) {
      throw new RangeError(`a buffer that unpacks to ${most} bytes`);
    }
    return said;
  };
  columns.forEach(({ room }, column) => {
    const values = wholeAt(view, nodes.at(column));
    const nulls = wholeAt(view, nodes.at(column) + 8);
    if (values !== rows || nulls < 0 || nulls > rows) {
      throw new RangeError(
        `${values} values and ${nulls} nulls in ${rows} rows`,
      );
    }
    const validity = next();
    if (validity * 8 < (nulls > 0 ? rows : 0)) {
      throw new RangeError(`${validity} bytes for ${rows} nulls or none`);
    }
    for (const needs of room) {
      const size = next();
      if (size < needs(rows)) {
        throw new RangeError(`${size} bytes for ${rows} rows`);
      }
    }
  });
}

/** Bytes of a compressed buffer by what stands before it, and the most its frame unpacks to. */
function sizes(buffer: DataView): { readonly said: number; most: number } {
  const said = wholeAt(buffer, 0);
  const rest = new Uint8Array(
    buffer.buffer,
    buffer.byteOffset + 8,
    buffer.byteLength - 8,
  );
  if (said === PLAIN) return { said: rest.length, most: rest.length };
  const { least, most } = unpacked(rest) ?? { least: 0, most: -1 };
  if (said < least || said > most) {
    throw new RangeError(
      `a buffer of ${said} bytes in a frame of ${least} to ${most}`,
    );
  }
  return { said, most };
}
