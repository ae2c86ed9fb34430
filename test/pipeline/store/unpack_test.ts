import { deepEqual, equal, throws } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { constants, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { unpack } from "../../../pipeline/store/unpack.ts";

/** Frames as the writer makes them, with a checksum. */
const packed = (bytes: Uint8Array, level = 9) =>
  new Uint8Array(zstdCompressSync(bytes, {
    params: {
      [constants.ZSTD_c_checksumFlag]: 1,
      [constants.ZSTD_c_compressionLevel]: level,
    },
  }));

/** One frame of a file that holds nothing else. */
const unpackOne = (frame: Uint8Array, size: number) =>
  unpack(frame, [{ at: 0, length: frame.length, size, isPacked: true }])[0]!;

Deno.test("unpack() by hand: a raw block, a repeated byte, and bytes that were not packed", () => {
  const magic = [0x28, 0xb5, 0x2f, 0xfd];
  // One segment that says its size in a byte; the last block, raw or repeated.
  deepEqual(
    unpackOne(Uint8Array.of(...magic, 0x20, 3, 0x19, 0, 0, 1, 2, 3), 3),
    Uint8Array.of(1, 2, 3),
  );
  deepEqual(
    unpackOne(Uint8Array.of(...magic, 0x20, 5, 0x2b, 0, 0, 7), 5),
    new Uint8Array(5).fill(7),
  );
  const plain = { at: 1, length: 2, size: 2, isPacked: false };
  const [odd] = unpack(Uint8Array.of(9, 8, 7), [plain]);
  deepEqual(odd, Uint8Array.of(8, 7));
  equal(odd!.byteOffset % 8, 0, "what lies uneven is put where numbers can be");
});

/** Bytes of many kinds: random, of few values, periodic, mostly as before, and nothing but one. */
const anyBytes = fc.tuple(
  fc.constantFrom("random", "few", "periodic", "mostly", "same"),
  fc.integer({ min: 1, max: 70 }),
  fc.nat(40_000),
  fc.infiniteStream(fc.nat(2 ** 31)),
).map(([kind, period, length, chance]) => {
  const next = () => chance.next().value!;
  let state = next();
  const random = () => state = Math.imul(state, 1_103_515_245) + 12_345 >>> 0;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const any = random() >>> 16;
    const before = bytes[i - period] ?? any;
    bytes[i] = kind === "random"
      ? any
      : kind === "few"
      ? any % period * (any >>> 8 & 1)
      : kind === "periodic"
      ? i % period
      : kind === "mostly"
      ? any % 50 === 0 ? any >>> 6 : before
      : period;
  }
  return bytes;
});

Deno.test("unpack() gives back whatever was packed, at any level", () => {
  const level = fc.constantFrom(-7, 1, 3, 9, 14);
  fc.assert(
    fc.property(anyBytes, level, (bytes, level) => {
      const found = unpackOne(packed(bytes, level), bytes.length);
      equal(Buffer.compare(found, bytes), 0);
    }),
    { numRuns: 150 },
  );
});

Deno.test("unpack() gives back what takes several blocks, and frames one behind the other", () => {
  const large = Uint8Array.from(
    { length: 700_000 },
    (_, i) => i % 40 < 4 ? i >> 3 : i % 7,
  );
  deepEqual(unpackOne(packed(large), large.length), large);
  const small = packed(Uint8Array.of(1, 2, 3));
  deepEqual(
    unpackOne(Uint8Array.of(...small, ...small), 6),
    Uint8Array.of(1, 2, 3, 1, 2, 3),
  );
});

Deno.test("unpack() refuses a frame that is cut anywhere, or holds more or fewer bytes than it should", () => {
  const bytes = Uint8Array.from({ length: 900 }, (_, i) => i * i % 11);
  const frame = packed(bytes);
  for (let length = 0; length < frame.length; length++) {
    throws(() => unpackOne(frame.subarray(0, length), 900), /is damaged/);
  }
  for (const size of [0, 899, 901]) {
    throws(() => unpackOne(frame, size), /a buffer of \d+ bytes is damaged/);
  }
});

Deno.test("unpack() sees every flipped bit, or reads the same bytes", () => {
  fc.assert(
    fc.property(anyBytes, fc.nat(), fc.nat(7), (bytes, at, bit) => {
      const frame = packed(bytes);
      frame[at % frame.length]! ^= 1 << bit;
      let found: Uint8Array | null = null;
      try {
        found = unpackOne(frame, bytes.length);
      } catch (error) {
        equal((error as Error).constructor, RangeError);
      }
      if (found !== null) equal(Buffer.compare(found, bytes), 0);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("unpack() of bytes that are no frames says so, and leaves what lies before and behind", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
      // A compressed block of noise, the last of a frame of one segment without a size.
      const head = noise.length << 3 | 5;
      const frame = Uint8Array.of(
        ...[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58],
        ...[head & 255, head >> 8 & 255, 0],
        ...noise,
      );
      const size = 1000;
      const before = { at: 0, length: 6, size: 6, isPacked: false };
      try {
        unpack(frame, [before, {
          at: 0,
          length: frame.length,
          size,
          isPacked: true,
        }]);
      } catch (error) {
        equal((error as Error).constructor, RangeError);
      }
      deepEqual(unpack(frame, [before])[0], frame.subarray(0, 6));
    }),
    { numRuns: 2000 },
  );
});
