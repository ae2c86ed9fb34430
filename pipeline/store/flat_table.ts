/**
 * Flatbuffers, the form of Arrow's metadata, read with every step checked: a
 * place outside the bytes is a RangeError of DataView, a list is only walked
 * once it is known to lie inside. The library's own reader has no such checks.
 */

/** Where the slots of a flatbuffers table are; 0 for one that is absent. */
export type Slots = (slot: number) => number;

/** The table that a place points to. */
export function tableAt(view: DataView, place: number): Slots {
  const at = place + view.getUint32(place, true);
  const slots = at - view.getInt32(at, true);
  const size = view.getUint16(slots, true);
  return (slot) => {
    if (4 + 2 * slot >= size) return 0;
    const offset = view.getUint16(slots + 4 + 2 * slot, true);
    return offset === 0 ? 0 : at + offset;
  };
}

/** The list that a place points to, of items so many bytes wide: how many, and where each is. */
export function listAt(
  view: DataView,
  place: number,
  width: number,
): { readonly length: number; readonly at: (item: number) => number } {
  if (place === 0) return { length: 0, at: () => 0 };
  const start = place + view.getUint32(place, true);
  const length = view.getUint32(start, true);
  if (start + 4 + length * width > view.byteLength) {
    throw new RangeError(`a list of ${length} runs out of the metadata`);
  }
  return { length, at: (item) => start + 4 + item * width };
}

/** A whole number of 64 bits. RangeError where it is too large to be exact. */
export function wholeAt(view: DataView, place: number): number {
  const value = Number(view.getBigInt64(place, true));
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is too far`);
  return value;
}

const TEXT = new TextDecoder("utf-8", { fatal: true });

/** The text that a place points to, at most so many bytes; empty where it is absent. */
export function textAt(view: DataView, place: number, most: number): string {
  const { length, at } = listAt(view, place, 1);
  if (length > most) throw new RangeError(`a text has ${length} bytes`);
  if (length === 0) return "";
  return TEXT.decode(
    new Uint8Array(view.buffer, view.byteOffset + at(0), length),
  );
}
