import { deepEqual, equal } from "node:assert/strict";
import { kernel, reach } from "../../../pipeline/statistics/kernel.ts";
import {
  isExact,
  kernelVotes,
} from "../../../pipeline/statistics/kernel_votes.ts";

Deno.test("isExact() holds for up to 56 samples and groups", () => {
  deepEqual(
    [[56, 56], [57, 1], [1, 57]].map(([n, g]) => isExact(n!, g!)),
    [true, false, false],
  );
});

Deno.test("kernelVotes() worked by hand: 2 right, 1 wrong, 1 silent; answers without samples do not count", () => {
  // Of one: 2 in 4. Of two: right-right and two right-silent win, two right-wrong by half, of 6.
  const votes = (
    wrong: readonly number[],
  ) => [...kernelVotes("majority", 2, wrong, 1, [1, 2], 2)];
  deepEqual(votes([1]), [0.5, 4 / 6]);
  deepEqual(votes([0, 1, 0]), [0.5, 4 / 6]);
  equal(kernelVotes("majority", 0, [0], 2, [2], 2)[0], 0);
});

Deno.test("kernelVotes() finds its places again after the memory grew", () => {
  const before = kernelVotes("majority", 2, [1], 1, [1, 2], 2);
  const { buffer } = kernel.memory;
  reach(buffer.byteLength + 1);
  equal(buffer === kernel.memory.buffer, false);
  deepEqual(kernelVotes("majority", 2, [1], 1, [1, 2], 2), before);
});
