/** Draws of problems as the kernel wants them: in its memory, some draws together. */
import { kernel, reach } from "./kernel.ts";
import type { ProblemDraws } from "./resample.ts";

/** How counts lie: as doubles, eight draws side by side, or as they are, of two problems each, 16 draws. */
type Layout = "doubles" | "pairs";

/** Draws that stand side by side. */
const ABREAST = { doubles: 8, pairs: 16 } as const;
/** Bytes of draws after which those laid out before are forgotten. */
const MOST_BYTES = 64 * 2 ** 20;

/** Draws in the kernel's memory. */
interface DrawBlocks {
  /** Where their counts begin. */
  readonly place: number;
  readonly blocks: number;
  /** Where memory begins that nobody uses between calls. */
  readonly free: number;
}

const start = Math.ceil(kernel.HEAP.value / 64) * 64;
const known = {
  doubles: new Map<ProblemDraws, number>(),
  pairs: new Map<ProblemDraws, number>(),
};
let free = start;

/** Lays draws out, once, and makes room behind them: for two lists of values and four of sums. */
export function drawBlocks(drawn: ProblemDraws, layout: Layout): DrawBlocks {
  const { problems, draws } = drawn;
  const abreast = ABREAST[layout];
  const scratch = 16 * problems + 32 * (draws + abreast) + 64;
  const blocks = Math.ceil(draws / abreast);
  let place = known[layout].get(drawn);
  if (place === undefined) {
    const bytes = layout === "doubles"
      ? 8 * blocks * abreast * problems
      : 4 * blocks * abreast * Math.ceil(problems / 2);
    if (free + bytes > MOST_BYTES) {
      known.doubles.clear();
      known.pairs.clear();
      free = start;
    }
    place = free;
    free += bytes;
    reach(free + Math.max(scratch, 2 * drawn.counts.length));
    layOut(drawn, layout, place, bytes);
    known[layout].set(drawn, place);
  } else reach(free + scratch);
  return { place, blocks, free };
}

/** Where memory begins that nobody uses between calls. */
export const freeMemory = () => free;

/** Counts from behind the place; 0 behind the last draw. */
function layOut(
  { problems, draws, counts }: ProblemDraws,
  layout: Layout,
  place: number,
  bytes: number,
): void {
  const { buffer } = kernel.memory;
  new Uint8Array(buffer, place, bytes).fill(0);
  new Uint16Array(buffer, free, counts.length).set(counts);
  if (layout === "doubles") kernel.layDoubles(free, problems, draws, place);
  else kernel.layPairs(free, problems, draws, place);
}
