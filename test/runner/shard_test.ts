import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  inShard,
  readShard,
  shardSuffix,
  shardSuffixes,
} from "../../runner/shard.ts";

Deno.test("readShard() worked, and what is none is refused with how it should be", () => {
  deepEqual(readShard("0/8"), { index: 0, count: 8 });
  deepEqual(readShard("7/8"), { index: 7, count: 8 });
  for (const text of ["8/8", "0/0", "-1/8", "1", "1/", "a/b", "1/2/3", ""]) {
    throws(() => readShard(text), {
      name: "RangeError",
      message:
        `Cannot use shard ${text}: give i/n with i from 0 to n - 1, 0/8 to 7/8 for instance`,
    });
  }
});

Deno.test("inShard() worked with a hash computed elsewhere", () => {
  // sha256sum of ["shard","chain/nano-s-w16-full","c-01",3] begins with d4338eac, whose last three bits are 100.
  const at = (index: number, count: number) =>
    inShard({ index, count }, "chain/nano-s-w16-full", "c-01", 3);
  equal(at(4, 8), true);
  equal(at(2, 8), false);
  equal(at(0, 2), true);
  equal(inShard(null, "chain/nano-s-w16-full", "c-01", 3), true);
});

Deno.test("every trajectory is in exactly one shard of any count", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 40 }),
    fc.string(),
    fc.string(),
    fc.nat(255),
    (count, run, problem, sample) => {
      const indices = Array.from({ length: count }, (_, index) => index);
      equal(
        indices.filter((index) =>
          inShard({ index, count }, run, problem, sample)
        ).length,
        1,
      );
    },
  ));
});

Deno.test("shards are about as large as one another", () => {
  const sizes = Array.from({ length: 8 }, (_, index) => {
    let size = 0;
    for (let at = 0; at < 4800; at++) {
      if (inShard({ index, count: 8 }, "run", `p-${at >> 5}`, at % 32)) size++;
    }
    return size;
  });
  // 600 each, give or take 23 standardly.
  ok(Math.min(...sizes) > 500 && Math.max(...sizes) < 700, sizes.join());
});

Deno.test("the journals of a run are told from those of others, in one order", () => {
  const name = "qwen3-0.6b-w4-full";
  const shards = [[1, 8], [10, 12], [9, 12], [0, 8]] as const;
  deepEqual(
    shardSuffixes(name, [
      ...shards.map(([index, count]) => name + shardSuffix({ index, count })),
      name,
      "qwen3-0.6b-w4-full-2",
      `${name}.tmp`,
      `${name}.shard-1-of-x`,
      "other.shard-0-of-8",
    ]),
    [
      "",
      ".shard-0-of-8",
      ".shard-1-of-8",
      ".shard-9-of-12",
      ".shard-10-of-12",
    ],
  );
  deepEqual(shardSuffixes(name, []), []);
});
