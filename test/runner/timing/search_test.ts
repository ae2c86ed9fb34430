import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { nothingTimed, type Timed } from "../../../runner/timing/record.ts";
import {
  batchBound,
  deadly,
  nextBatch,
  triedAt,
} from "../../../runner/timing/search.ts";

const death = (concurrency: number) => ({
  kind: "death" as const,
  budget: 8,
  concurrency,
  kvTokens: 1,
  why: "gone",
});

/** Every batch tried until nothing is to be learned, where so many fit. */
function searched(capacity: number, bound: number, growth = 2): number[] {
  const good: number[] = [];
  const bad: number[] = [];
  const order: number[] = [];
  for (let next; (next = nextBatch({ good, bad }, bound, growth)) !== null;) {
    order.push(next);
    (next <= capacity ? good : bad).push(next);
    if (order.length > 100) throw new Error("it does not end");
  }
  return order;
}

Deno.test("nextBatch() worked: doubling, then the middle", () => {
  deepEqual(searched(11, 1000), [1, 2, 4, 8, 16, 12, 10, 11]);
  deepEqual(searched(1000, 100), [1, 2, 4, 8, 16, 32, 64, 100]);
  deepEqual(searched(5, 5), [1, 2, 4, 5]);
  deepEqual(searched(0, 9), [1]);
  deepEqual(searched(160, 1000).slice(-5), [256, 192, 160, 176, 168]);
  deepEqual(searched(1000, 100, 10), [1, 10, 100]);
  deepEqual(searched(100, 100, 1024), [1, 100]);
  deepEqual(searched(60, 100, 1024), [1, 100, 50, 75, 62, 56, 59]);
});

Deno.test("the search comes within a sixteenth of what fits, in few batches, and never tries one twice", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 2, max: 10_000 }),
    (capacity, bound, growth) => {
      const tried = searched(capacity, bound, growth);
      equal(new Set(tried).size, tried.length);
      ok(tried.length <= 2 * Math.ceil(Math.log2(bound) + 1) + 1);
      ok(tried.every((batch) => batch <= bound));
      const best = Math.max(...tried.filter((batch) => batch <= capacity));
      const fits = Math.min(capacity, bound);
      ok(fits - best <= Math.max(0, best / 16), `${best} of ${fits}`);
    },
  ));
});

Deno.test("a batch at which the server died once is tried again, twice is bad", () => {
  const timed: Timed = { ...nothingTimed(), deaths: [death(4), death(8)] };
  deepEqual(triedAt(timed, 8), { good: [], bad: [] });
  timed.deaths.push(death(8));
  deepEqual(deadly(timed, 8), [8]);
  deepEqual(triedAt(timed, 8), { good: [], bad: [8] });
  deepEqual(triedAt(timed, 16), { good: [], bad: [] });
});

Deno.test("batchBound() counts whole blocks of the cache", () => {
  equal(batchBound(512 * 32, 32, 40), 256);
  equal(batchBound(512 * 32, 32, 32), 512);
  equal(batchBound(100, 16, 1000), 1);
});
