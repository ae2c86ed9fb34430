import { deepEqual, equal } from "node:assert/strict";
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

Deno.test("readAhead() reads a mebibyte at once, more where more is asked for, and asks again only for what it lacks", async () => {
  const asked: number[] = [];
  const whole = Uint8Array.from({ length: 3 << 20 }, (_, i) => i % 251);
  const { read } = slow(whole, 1 << 20);
  const reader = readAhead({
    read: (into) => (asked.push(into.length), read(into)),
  });
  equal((await reader.peek(10)).length, 10);
  reader.take(10);
  // These are there already.
  equal((await reader.peek((1 << 20) - 10)).length, (1 << 20) - 10);
  deepEqual(asked, [1 << 20]);
  deepEqual(
    await reader.peek(2 << 20),
    whole.subarray(10, 10 + (2 << 20)),
  );
  // The room is twice as large, and holds what was not taken.
  deepEqual(asked, [1 << 20, (1 << 20) + 10, 10]);
});
