import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { tensorGroups } from "../../../runner/timing/counted_tensors.ts";

Deno.test("tensorGroups() puts the layers of a name together, and keeps apart what differs in shape or type", () => {
  const tensor = (name: string, shape = [2, 2]) => ({
    name,
    dtype: "bfloat16",
    shape,
    bytes: 8,
  });
  deepEqual(
    tensorGroups([
      tensor("embed.weight"),
      tensor("layers.0.up.weight"),
      tensor("layers.1.up.weight"),
      tensor("layers.10.up.weight", [4, 1]),
    ]).map(({ name, count, bytes }) => [name, count, bytes]),
    [
      ["embed.weight", 1, 8],
      ["layers.*.up.weight", 2, 16],
      ["layers.*.up.weight", 1, 8],
    ],
  );
});

Deno.test("tensorGroups() loses no tensor and no byte", () => {
  const tensor = fc.record({
    name: fc.constantFrom("a", "layers.0.b", "layers.1.b", "layers.2.b"),
    dtype: fc.constantFrom("int32", "bfloat16"),
    shape: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
    bytes: fc.nat(),
  });
  fc.assert(fc.property(fc.array(tensor), (tensors) => {
    const groups = tensorGroups(tensors);
    const sum = (of: readonly { bytes: number }[]) =>
      of.reduce((total, { bytes }) => total + bytes, 0);
    equal(sum(groups), sum(tensors));
    equal(
      groups.reduce((total, { count }) => total + count, 0),
      tensors.length,
    );
  }));
});
