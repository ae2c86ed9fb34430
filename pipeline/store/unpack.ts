/** Buffers of Arrow files unpacked by the compiled kernel (assembly/columns.ts), in memory that every file uses again. */
import type { Buffer } from "./arrow_walk.ts";
import { KERNEL } from "./columns_bytes.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  /** Where free memory begins. */
  readonly HEAP: WebAssembly.Global<"i32">;
  /** Unpacks ZSTD frames into a room; how many bytes they hold, or -1 for damage. */
  readonly frames: (
    from: number,
    length: number,
    room: number,
    size: number,
  ) => number;
}

const bytes = Uint8Array.from(atob(KERNEL), (byte) => byte.charCodeAt(0));
const kernel = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  .exports as unknown as Exports;

const PAGE = 65_536;
/** Bytes around what is unpacked that the kernel reads or writes in passing. */
const MARGIN = 64;
/** Most bytes that a file and all it unpacks to may have. */
const MOST_BYTES = 2 ** 31;

const start = even(kernel.HEAP.value + MARGIN);

/** The next place that suits every type of number. */
function even(place: number): number {
  return Math.ceil(place / 16) * 16;
}

/**
 * The bytes of some buffers of a file, good until the next file is unpacked.
 * RangeError for a frame that is damaged or holds other than it says, and for a
 * file that does not fit.
 */
export function unpack(
  file: Uint8Array,
  buffers: readonly Buffer[],
): Uint8Array[] {
  let end = even(start + file.length + MARGIN);
  const places = buffers.map(({ at, size, isPacked }) => {
    if (!isPacked) return start + at;
    const place = end;
    end = even(place + size + MARGIN);
    return place;
  });
  if (end > MOST_BYTES) throw new RangeError(`it unpacks to ${end} bytes`);
  const { memory, frames } = kernel;
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  new Uint8Array(memory.buffer, start, file.length).set(file);
  return buffers.map(({ at, length, size, isPacked }, i) => {
    const place = places[i]!;
    if (isPacked && frames(start + at, length, place, size) !== size) {
      throw new RangeError(`a buffer of ${size} bytes is damaged`);
    }
    return new Uint8Array(memory.buffer, place, size);
  });
}
