import { freeMemory as scratch } from "./draw_blocks.ts";
import { doublesAt, kernel, reach } from "./kernel.ts";

/**
 * The k-th smallest and the k-th largest of some numbers, counted from 1: what
 * sorting them would show, for a k small beside their count. Refuses, with a
 * RangeError, a k that is no whole number from 1 to their count.
 */
export function extremes(
  values: ArrayLike<number>,
  k: number,
): [low: number, high: number] {
  if (!Number.isInteger(k) || k < 1 || k > values.length) {
    throw new RangeError(
      `Cannot look up an extreme: of ${values.length} numbers there is no ${k}th`,
    );
  }
  const { place, free } = inKernel(values, k);
  kernel.extremes(place, values.length, k, free);
  const heaps = doublesAt(free, 2 * k);
  return [heaps[0]!, heaps[k]!];
}

/** Where some numbers stand in the kernel's memory, put there unless they do already, and memory behind them for two heaps of k. */
function inKernel(
  values: ArrayLike<number>,
  k: number,
): { readonly place: number; readonly free: number } {
  const bytes = 8 * values.length;
  if (
    values instanceof Float64Array && values.buffer === kernel.memory.buffer
  ) {
    const free = Math.max(scratch(), values.byteOffset + bytes);
    // Growing would leave the view without its numbers; the kernel finds them at their place.
    const place = values.byteOffset;
    reach(free + 16 * k);
    return { place, free };
  }
  const place = scratch();
  reach(place + bytes + 16 * k);
  doublesAt(place, values.length).set(values);
  return { place, free: place + bytes };
}
