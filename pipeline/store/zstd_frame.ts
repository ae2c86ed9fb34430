/** ZSTD frames looked at without unpacking them (RFC 8878, 3.1.1). */

const MAGIC = 0xfd2fb528;
/** Most a block unpacks to. */
const BLOCK = 2 ** 17;
/** Types of blocks: one byte is repeated, or it is compressed; others are as they are. */
const REPEATED = 1;
const COMPRESSED = 2;

/** Bounds of what a frame unpacks to. */
interface Unpacked {
  readonly least: number;
  readonly most: number;
}

/**
 * Bytes that a frame unpacks to: what it says, or what its blocks allow where
 * it does not say; null for what is not one whole frame. Decompressors hold a
 * frame to what it says, and a block to 128 KiB.
 */
export function unpacked(bytes: Uint8Array): Unpacked | null {
  try {
    return walked(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function walked(view: DataView): Unpacked | null {
  if (view.getUint32(0, true) !== MAGIC) return null;
  const head = view.getUint8(4);
  const single = (head & 32) !== 0;
  // A reserved bit, or a dictionary that nobody has.
  if ((head & 0b1011) !== 0) return null;
  const at = single ? 5 : 6;
  const size = [single ? 1 : 0, 2, 4, 8][head >> 6]!;
  let next = at + size;
  let least = 0;
  let most = 0;
  for (let last = false; !last;) {
    const block = view.getUint16(next, true) | view.getUint8(next + 2) << 16;
    last = (block & 1) === 1;
    const type = block >> 1 & 3;
    const length = block >> 3;
    next += 3 + (type === REPEATED ? 1 : length);
    if (type === COMPRESSED) most += BLOCK;
    else {
      least += length;
      most += length;
    }
  }
  const checksum = (head & 4) !== 0 ? 4 : 0;
  if (next + checksum !== view.byteLength) return null;
  const content = contentSize(view, at, size);
  if (content === null) return { least, most };
  return content >= least && content <= most
    ? { least: content, most: content }
    : null;
}

/** What a frame says of its bytes; null where it does not. */
function contentSize(view: DataView, at: number, size: number): number | null {
  switch (size) {
    case 0:
      return null;
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
