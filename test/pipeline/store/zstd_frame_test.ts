import { deepEqual, equal } from "node:assert/strict";
import { zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { unpacked as unpackedBy } from "../../../pipeline/store/zstd_frame.ts";

const unpacked = (bytes: Uint8Array) =>
  unpackedBy(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));

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

/** A frame of one block of one repeated byte, which says its size in so many bytes; the first bits of its head by their sum. */
function repeated(length: number, sizeBytes: number, says: number, more = 0) {
  const frame = new Uint8Array(6 + sizeBytes + 4);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  const flag = new Map([[2, 1], [4, 2], [8, 3]]).get(sizeBytes)!;
  view.setUint8(4, flag << 6 | more);
  view.setUint8(5, 0x38);
  if (sizeBytes === 2) view.setUint16(6, says - 256, true);
  if (sizeBytes === 4) view.setUint32(6, says, true);
  if (sizeBytes === 8) view.setBigUint64(6, BigInt(says), true);
  view.setUint16(6 + sizeBytes, (length << 3 | 1 << 1 | 1) & 0xffff, true);
  view.setUint8(8 + sizeBytes, (length << 3) >> 16);
  return frame;
}

Deno.test("unpacked() reads sizes of two, four and eight bytes, and refuses one its blocks do not hold", () => {
  for (const size of [2, 4, 8]) {
    deepEqual(unpacked(repeated(1000, size, 1000)), {
      least: 1000,
      most: 1000,
    });
    for (const other of [999, 1001]) {
      equal(unpacked(repeated(1000, size, other)), null, `${size}`);
    }
  }
});

Deno.test("unpacked() refuses another magic, a reserved bit and a dictionary", () => {
  for (const more of [1, 2, 8]) {
    equal(unpacked(repeated(1000, 4, 1000, more)), null, `${more}`);
  }
  equal(unpacked(repeated(1000, 4, 1000).with(0, 0x29)), null);
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
