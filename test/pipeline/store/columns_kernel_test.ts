import { deepEqual, equal, throws } from "node:assert/strict";
import {
  columns,
  room,
  wholesAt,
  withPlaces,
} from "../../../pipeline/store/columns_kernel.ts";
import { unpack } from "../../../pipeline/store/unpack.ts";

const load = (file: Uint8Array) =>
  unpack(file, [{
    at: 0,
    length: file.length,
    size: file.length,
    isPacked: false,
  }])[0]!;

Deno.test("withPlaces() leaves arrays of the memory where they are and puts others beside them", () => {
  const file = load(Uint8Array.of(1, 2, 3, 4));
  const there = new Int32Array(file.buffer, file.byteOffset, 1);
  const other = Int32Array.of(7, 8);
  withPlaces([there, other], 2, ([a, b], behind) => {
    equal(a, there.byteOffset);
    deepEqual([...wholesAt(b!, 2)], [7, 8]);
    wholesAt(behind, 2).set([5, 6]);
    deepEqual([...wholesAt(b!, 2)], [7, 8], "room overlaps no array");
  });
  deepEqual([...file], [1, 2, 3, 4]);
});

Deno.test("rooms of a file do not overlap it or each other, and what is counted lies behind them", () => {
  const file = load(new Uint8Array(100).fill(9));
  const one = room(Int32Array, 3).fill(1);
  const two = room(Float64Array, 2).fill(2);
  withPlaces([Int32Array.of(3)], 1, ([place], behind) => {
    wholesAt(behind, 1).fill(4);
    deepEqual([...wholesAt(place!, 1)], [3]);
  });
  deepEqual([...one, ...two], [1, 1, 1, 2, 2]);
  equal(file.every((byte) => byte === 9), true);
});

Deno.test("columns outlive what is counted of their file, and not a larger file", () => {
  const file = load(Uint8Array.of(1, 2, 3, 4));
  withPlaces([new Int32Array(200_000)], 10, () => {});
  deepEqual([...file], [1, 2, 3, 4]);
  load(new Uint8Array(columns.memory.buffer.byteLength));
  throws(
    () => withPlaces([file], 0, () => {}),
    /Cannot look at these rows: their file was let go/,
  );
});
