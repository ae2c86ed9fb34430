import { deepEqual, equal, ok } from "node:assert/strict";
import {
  drawBlocks,
  freeMemory,
} from "../../../pipeline/statistics/draw_blocks.ts";
import { doublesAt, kernel } from "../../../pipeline/statistics/kernel.ts";
import {
  type ProblemDraws,
  problemDraws,
} from "../../../pipeline/statistics/resample.ts";

/** The memory behind draws that a call needs: two lists of values, four of sums. */
const behind = ({ problems, draws }: ProblemDraws) =>
  16 * problems + 32 * (draws + 8);

const reaches = (drawn: ProblemDraws, free: number) =>
  ok(kernel.memory.buffer.byteLength >= free + behind(drawn));

/** Counts of eight draws side by side, problem by problem, as they must stand. */
function laid({ problems, draws, counts }: ProblemDraws): number[] {
  return Array.from(
    { length: Math.ceil(draws / 8) },
    (_, block) =>
      Array.from(
        { length: problems },
        (_, problem) =>
          Array.from({ length: 8 }, (_, abreast) =>
            counts[(8 * block + abreast) * problems + problem] ?? 0),
      ),
  )
    .flat(2);
}

Deno.test("drawBlocks() lays draws out once, eight abreast, one behind the other", () => {
  const [one, two] = [problemDraws(3, 20, 1), problemDraws(5, 16, 2)];
  const first = drawBlocks(one, "doubles");
  equal(first.blocks, 3);
  equal(first.place % 64, 0);
  ok(first.place >= kernel.HEAP.value && first.place < kernel.HEAP.value + 64);
  deepEqual([...doublesAt(first.place, 3 * 3 * 8)], laid(one));
  equal(first.free, first.place + 3 * 3 * 8 * 8);
  reaches(one, first.free);
  const second = drawBlocks(two, "doubles");
  deepEqual([second.place, second.blocks], [first.free, 2]);
  deepEqual([...doublesAt(second.place, 2 * 5 * 8)], laid(two));
  equal(freeMemory(), second.free);
  // It stands where it stood, and what is free lies behind both.
  const again = drawBlocks(one, "doubles");
  deepEqual([again.place, again.free], [first.place, second.free]);
});

Deno.test("drawBlocks() forgets what was laid out when 64 MiB are full, and makes room as it is needed", () => {
  const small = drawBlocks(problemDraws(7, 8, 3), "doubles");
  // 64,000,000 bytes each: two do not fit.
  const large = problemDraws(1000, 8000, 4);
  const one = drawBlocks(large, "doubles");
  equal(one.place, small.free);
  reaches(large, one.free);
  doublesAt(one.free, behind(large) / 8);
  const next = drawBlocks(problemDraws(1000, 8000, 5), "doubles");
  ok(next.place < small.place, `${next.place}`);
  // Whatever was known is laid out anew.
  const anew = problemDraws(7, 8, 3);
  const found = drawBlocks(anew, "doubles");
  equal(found.place, next.free);
  deepEqual([...doublesAt(found.place, 56)], laid(anew));
});

Deno.test("drawBlocks() lays the counts of two problems side by side, 16 draws abreast, the last problem alone", () => {
  const drawn = problemDraws(3, 20, 6);
  const { place, blocks, free } = drawBlocks(drawn, "pairs");
  equal(blocks, 2);
  equal(free - place, 2 * 2 * 16 * 4);
  const count = (draw: number, problem: number) =>
    draw < 20 && problem < 3 ? drawn.counts[draw * 3 + problem]! : 0;
  deepEqual(
    [...new Uint16Array(kernel.memory.buffer, place, 2 * 2 * 16 * 2)],
    [0, 1].flatMap((block) =>
      [0, 2].flatMap((problem) =>
        Array.from({ length: 16 }, (_, abreast) => [
          count(16 * block + abreast, problem),
          count(16 * block + abreast, problem + 1),
        ]).flat()
      )
    ),
  );
});
