/** The compiled kernel (assembly/kernel.ts) and its memory. */
import { KERNEL } from "./kernel_bytes.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  /** Where counts of wrong answers, sizes of groups and scores stand, and where free memory begins. */
  readonly WRONG: WebAssembly.Global<"i32">;
  readonly GROUPS: WebAssembly.Global<"i32">;
  readonly SCORES: WebAssembly.Global<"i32">;
  readonly HEAP: WebAssembly.Global<"i32">;
  /** n S - s^2 of the scores given to `wholeShifts`, which returns their sum s. */
  readonly SPREAD: WebAssembly.Global<"f64">;
  readonly majority: Votes;
  readonly variances: Votes;
  readonly drawCounts: (
    problems: number,
    draws: number,
    seed: number,
    to: number,
  ) => void;
  readonly layDoubles: Lay;
  readonly layPairs: Lay;
  readonly wholeShifts: (
    counts: number,
    blocks: number,
    problems: number,
    scores: number,
    scratch: number,
    to: number,
  ) => number;
  readonly drawSums: (
    counts: number,
    blocks: number,
    problems: number,
    values: number,
    others: number,
    sums: number,
    otherSums: number,
  ) => void;
  readonly studentize: (
    sums: number,
    squares: number,
    draws: number,
    problems: number,
    flat: number,
    still: number,
  ) => void;
  readonly extremes: (
    values: number,
    count: number,
    k: number,
    room: number,
  ) => void;
}

type Lay = (
  counts: number,
  problems: number,
  draws: number,
  to: number,
) => void;

type Votes = (
  right: number,
  wrong: number,
  missing: number,
  groups: number,
  top: number,
) => void;

const bytes = Uint8Array.from(atob(KERNEL), (byte) => byte.charCodeAt(0));

export const kernel = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  .exports as unknown as Exports;

const PAGE = 65_536;

/** Makes sure that the memory reaches to a byte. Views of it made before may be gone then. */
export function reach(end: number): void {
  const { memory } = kernel;
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

/** Some numbers of the kernel's memory, as they stand there; good until more of it is asked for. */
export function doublesAt(place: number, length: number): Float64Array {
  return new Float64Array(kernel.memory.buffer, place, length);
}
