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
  // A view of the kernel's memory has no length once that has grown.
  const count = values.length;
  const { place, free } = inKernel(values);
  kernel.extremes(place, count, k, free);
  const [low, high] = doublesAt(free, 2);
  return [low!, high!];
}

/** Where some numbers stand in the kernel's memory, put there unless they do already, and memory behind them for twice as many. */
function inKernel(
  values: ArrayLike<number>,
): { readonly place: number; readonly free: number } {
  const bytes = 8 * values.length;
  const isThere = values instanceof Float64Array &&
    values.buffer === kernel.memory.buffer;
  // Growing would leave the view without its numbers; the kernel finds them at their place.
  const place = isThere ? values.byteOffset : scratch();
  const free = Math.max(scratch(), Math.ceil((place + bytes) / 16) * 16 + 16);
  reach(free + 2 * bytes + 16);
  if (!isThere) doublesAt(place, values.length).set(values);
  return { place, free };
}
