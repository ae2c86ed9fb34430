import { deepEqual, equal } from "node:assert/strict";
import { zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { unpacked } from "../../../pipeline/store/zstd_frame.ts";

const BLOCK = 2 ** 17;
const random = fc.uint8Array({ maxLength: 5000 });

Deno.test("unpacked() of a frame that says its size is that size", () => {
  // One segment, a size of one byte; one raw block of three bytes, the last.
  const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 3, 0x19, 0, 0, 1, 2, 3];
  deepEqual(unpacked(Uint8Array.from(frame)), { least: 3, most: 3 });
  // It says four, its block has three.
  equal(unpacked(Uint8Array.from(frame.with(5, 4))), null);
});

Deno.test("unpacked() bounds what comes out of any frame, by less than a block for each begun", () => {
  fc.assert(fc.property(random, (bytes) => {
    const { least, most } = unpacked(zstdCompressSync(bytes))!;
    equal(least <= bytes.length && bytes.length <= most, true);
    equal(most - bytes.length <= BLOCK, true);
  }));
  const large = new Uint8Array(10 * BLOCK + 5);
  equal(unpacked(zstdCompressSync(large))!.most >= large.length, true);
});

Deno.test("unpacked() takes the empty frame that zlib ends with, and adds what frames unpack to", () => {
  const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 3, 0x19, 0, 0, 1, 2, 3];
  const empty = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 1, 0, 0];
  deepEqual(unpacked(Uint8Array.from([...frame, ...empty])), {
    least: 3,
    most: 3,
  });
  deepEqual(unpacked(Uint8Array.from([...empty, ...frame, ...frame])), {
    least: 0,
    most: 6,
  });
});

Deno.test("unpacked() is null for a frame that is cut, goes on, or is none", () => {
  const frame = zstdCompressSync(new Uint8Array(300).fill(7));
  for (let length = 0; length < frame.length; length++) {
    equal(unpacked(frame.subarray(0, length)), null, `${length}`);
  }
  equal(unpacked(Uint8Array.of(...frame, 0)), null);
  fc.assert(
    fc.property(random, (bytes) => {
      const found = unpacked(bytes);
      equal(found === null || found.least <= found.most, true);
    }),
  );
});
