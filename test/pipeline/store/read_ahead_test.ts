import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { readAhead } from "../../../pipeline/store/read_ahead.ts";

/** A file that gives at most so many bytes a read. */
function slow(bytes: Uint8Array, most: number) {
  let at = 0;
  return {
    read: (into: Uint8Array) => {
      const some = bytes.subarray(at, at + Math.min(most, into.length));
      into.set(some);
      at += some.length;
      return Promise.resolve(some.length === 0 ? null : some.length);
    },
  };
}

Deno.test("readAhead(): whatever is peeked and taken, the bytes come in their order, fewer at the end alone", () =>
  fc.assert(fc.asyncProperty(
    fc.uint8Array({ maxLength: 200 }),
    fc.integer({ min: 1, max: 50 }),
    fc.array(fc.nat(70), { minLength: 1, maxLength: 20 }),
    async (bytes, most, counts) => {
      const reader = readAhead(slow(bytes, most));
      let at = 0;
      for (const count of counts) {
        const seen = await reader.peek(count);
        deepEqual([...seen], [...bytes.subarray(at, at + count)]);
        reader.take(seen.length);
        at += seen.length;
      }
    },
  )));
