/** Draws of problems as the kernel wants them: in its memory, eight draws together. */
import { kernel, reach } from "./kernel.ts";
import type { ProblemDraws } from "./resample.ts";

/** Draws that stand side by side. */
const ABREAST = 8;
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
const known = new Map<ProblemDraws, number>();
let free = start;

/** Lays draws out, once, and makes room behind them: for two lists of values and two of sums. */
export function drawBlocks(drawn: ProblemDraws): DrawBlocks {
  const { problems, draws } = drawn;
  const scratch = 16 * problems + 16 * (draws + ABREAST);
  const blocks = Math.ceil(draws / ABREAST);
  let place = known.get(drawn);
  if (place === undefined) {
    const bytes = blocks * problems * ABREAST * 8;
    if (free + bytes > MOST_BYTES) {
      known.clear();
      free = start;
    }
    place = free;
    free += bytes;
    reach(free + scratch);
    layOut(drawn, place, blocks);
    known.set(drawn, place);
  } else reach(free + scratch);
  return { place, blocks, free };
}

/** Where memory begins that nobody uses between calls. */
export const freeMemory = () => free;

/** Counts as doubles: block by block, in each the problems, of each eight draws; 0 behind the last draw. */
function layOut(
  { problems, draws, counts }: ProblemDraws,
  place: number,
  blocks: number,
): void {
  const laid = new Float64Array(
    kernel.memory.buffer,
    place,
    blocks * problems * ABREAST,
  ).fill(0);
  for (let draw = 0, from = 0; draw < draws; draw++) {
    let at = (draw - draw % ABREAST) * problems + draw % ABREAST;
    for (let i = 0; i < problems; i++, at += ABREAST) {
      laid[at] = counts[from++]!;
    }
  }
}
