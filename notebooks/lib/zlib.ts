/** What our files need of node:zlib, in a browser: they are compressed with zstd. */
import { decompress } from "fzstd";

export const constants = {};

/** RangeError where more comes out than was promised. */
export function zstdDecompressSync(
  bytes: Uint8Array,
  { maxOutputLength = Infinity }: { maxOutputLength?: number } = {},
): Uint8Array {
  const found = decompress(bytes);
  if (found.length > maxOutputLength) {
    throw new RangeError(
      `Cannot decompress: ${found.length} bytes come out, ${maxOutputLength} were promised`,
    );
  }
  return found;
}

/** Largest block of a frame. */
const BLOCK = 2 ** 17;

/** A frame of raw blocks, which compresses nothing: apache-arrow tries whatever codec it is given, nothing is written here (RFC 8878, 3.1.1). */
export function zstdCompressSync(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / BLOCK));
  const frame = new Uint8Array(9 + 3 * blocks + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  // One segment, four bytes of length.
  frame[4] = 0xa0;
  view.setUint32(5, bytes.length, true);
  let at = 9;
  for (let block = 0; block < blocks; block++) {
    const piece = bytes.subarray(block * BLOCK, (block + 1) * BLOCK);
    const header = piece.length << 3 | Number(block === blocks - 1);
    frame.set([header & 255, header >> 8 & 255, header >> 16], at);
    frame.set(piece, at + 3);
    at += 3 + piece.length;
  }
  return frame;
}
