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
 * Bytes that frames unpack to, one behind the other: what each says, or what
 * its blocks allow where it does not say; null for what is no whole frame.
 * Decompressors hold a frame to what it says, and a block to 128 KiB. zlib at
 * times ends with an empty frame, and reads the first one only: `least` is of it.
 */
export function unpacked(view: DataView): Unpacked | null {
  try {
    const first = frameAt(view, 0);
    let { most, end } = first;
    while (end < view.byteLength) {
      const next = frameAt(view, end);
      most += next.most;
      end = next.end;
    }
    return end === view.byteLength ? { least: first.least, most } : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** One frame and where it ends. RangeError where there is none. */
function frameAt(view: DataView, start: number): Unpacked & { end: number } {
  const head = view.getUint8(start + 4);
  // A reserved bit, or a dictionary that nobody has.
  if (view.getUint32(start, true) !== MAGIC || (head & 0b1011) !== 0) {
    throw new RangeError("no frame of ours");
  }
  const single = (head & 32) !== 0;
  const at = start + (single ? 5 : 6);
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
  const end = next + ((head & 4) !== 0 ? 4 : 0);
  const content = contentSize(view, at, size);
  if (content === null) return { least, most, end };
  if (content < least || content > most) {
    throw new RangeError(`a frame of ${content} bytes`);
  }
  return { least: content, most: content, end };
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
