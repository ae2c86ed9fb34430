/** Buffers of Arrow files unpacked by the kernel, into its memory. */
import type { Buffer } from "./arrow_walk.ts";
import { begin, columns, even, MARGIN, START } from "./columns_kernel.ts";

/**
 * The bytes of some buffers of a file, good until the next file is unpacked.
 * RangeError for a frame that is damaged or holds other than it says, and for a
 * file that does not fit.
 */
export function unpack(
  file: Uint8Array,
  buffers: readonly Buffer[],
): Uint8Array[] {
  let end = even(START + file.length + MARGIN);
  // What lies uneven is put elsewhere: numbers are read where they stand.
  const places = buffers.map(({ at, size, isPacked }) => {
    if (!isPacked && at % 8 === 0) return START + at;
    const place = end;
    end = even(place + size + MARGIN);
    return place;
  });
  begin(end);
  const { memory: { buffer }, frames } = columns;
  new Uint8Array(buffer, START, file.length).set(file);
  return buffers.map(({ at, length, size, isPacked }, i) => {
    const place = places[i]!;
    if (!isPacked && place !== START + at) {
      new Uint8Array(buffer, place, size).set(file.subarray(at, at + size));
    }
    if (isPacked && frames(START + at, length, place, size) !== size) {
      throw new RangeError(`a buffer of ${size} bytes is damaged`);
    }
    return new Uint8Array(buffer, place, size);
  });
}
