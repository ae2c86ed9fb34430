/**
 * The compiled kernel for rows of result files (assembly/columns.ts) and its
 * memory: one file at a time, and behind it what is counted of it.
 */
import { KERNEL } from "./columns_bytes.ts";

type Place = number;

interface Exports {
  readonly memory: WebAssembly.Memory;
  /** Where free memory begins. */
  readonly HEAP: WebAssembly.Global<"i32">;
  /** Unpacks ZSTD frames into a room; how many bytes they hold, or -1 for damage. */
  readonly frames: (
    from: Place,
    length: number,
    room: Place,
    size: number,
  ) => number;
  /** Takes blocks of 64 bytes into a state of SHA-256. */
  readonly sha256: (state: Place, blocks: Place, count: number) => void;
  /** Puts -1 where a bit of presence is 0; how many there are. */
  readonly absent: (
    values: Place,
    bits: Place,
    rows: number,
    isDouble: number,
  ) => number;
  /** First row with a value whose code is of none of so many words, or -1; without bits, at 0, every row has a value. */
  readonly unknown: (
    codes: Place,
    bits: Place,
    rows: number,
    words: number,
  ) => number;
  readonly plainlySound: (
    ...columnsAndShape: readonly number[]
  ) => number;
  readonly tally: (...answersAndShape: readonly number[]) => void;
  readonly votes: (...answersAndShape: readonly number[]) => void;
}

const bytes = Uint8Array.from(atob(KERNEL), (byte) => byte.charCodeAt(0));

export const columns = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  .exports as unknown as Exports;

const PAGE = 65_536;
/** Bytes around what is unpacked that the kernel reads or writes in passing. */
export const MARGIN = 64;
/** Memory for what is counted, beside as much as the file takes. */
const COUNTED = 2 ** 20;
const MOST_BYTES = 2 ** 31;

/** Where a file begins. */
export const START = even(columns.HEAP.value + MARGIN);
let free = START;

/** The next place that suits every type of number. */
export function even(place: Place): Place {
  return Math.ceil(place / 16) * 16;
}

/** Makes room for a file that ends there, and for what is counted of it. Whatever stood there before is gone. RangeError where there is no such room. */
export function begin(end: Place): void {
  reach(2 * end - START + COUNTED);
  free = end;
}

/** Views of the memory are gone where it grows: `begin` sees to it that the columns of a file outlive what is counted of it. */
function reach(end: Place): void {
  if (end > MOST_BYTES) throw new RangeError(`it unpacks to ${end} bytes`);
  const missing = end - columns.memory.buffer.byteLength;
  if (missing > 0) columns.memory.grow(Math.ceil(missing / PAGE));
}

type Numbers =
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float64Array;

/** Makes typed arrays over memory. */
export interface NumbersOf<A> {
  new (buffer: ArrayBufferLike, offset: number, length: number): A;
  readonly BYTES_PER_ELEMENT: number;
}

/** So many numbers of free memory, whatever stands there, good until the next file. */
export function room<A extends Numbers>(kind: NumbersOf<A>, length: number): A {
  const place = free;
  free = even(place + length * kind.BYTES_PER_ELEMENT);
  reach(free);
  return new kind(columns.memory.buffer, place, length);
}

/** Where arrays stand in the memory, those from elsewhere put there for the action, and numbers behind them that it may write. */
export function withPlaces<R>(
  arrays: readonly Numbers[],
  numbers: number,
  action: (places: readonly Place[], room: Place) => R,
): R {
  const before = free;
  const isThere = (array: Numbers) => array.buffer === columns.memory.buffer;
  try {
    const places = arrays.map((array) => {
      if ((array.buffer as ArrayBuffer).detached) {
        throw new TypeError("Cannot look at these rows: their file was let go");
      }
      if (isThere(array)) return array.byteOffset;
      const place = free;
      free = even(place + array.byteLength);
      return place;
    });
    const behind = free;
    reach(behind + 4 * numbers);
    const { buffer } = columns.memory;
    arrays.forEach((array, i) => {
      if (places[i]! < before) return;
      const { byteLength } = array;
      new Uint8Array(buffer, places[i]!, byteLength).set(
        new Uint8Array(array.buffer, array.byteOffset, byteLength),
      );
    });
    return action(places, behind);
  } finally {
    free = before;
  }
}

/** Whole numbers of the memory, as they stand there. */
export function wholesAt(place: Place, length: number): Int32Array {
  return new Int32Array(columns.memory.buffer, place, length);
}
