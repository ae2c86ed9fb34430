import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { permutation } from "../../../runner/benchmarks/permutation.ts";

Deno.test("permutation() holds every number once, alike for the same seed and name", () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.string(),
      fc.integer({ min: 1, max: 9 }),
      (seed, name, count) => {
        const order = permutation(seed, name, count);
        deepEqual(
          order.toSorted(),
          Array.from({ length: count }, (_, at) => at),
        );
        deepEqual(permutation(seed, name, count), order);
      },
    ),
  );
});

Deno.test("permutation() puts every choice into every place about as often", () => {
  const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  for (let at = 0; at < 4000; at++) {
    for (const [place, choice] of permutation(1, `q-${at}`, 4).entries()) {
      counts[choice]![place]!++;
    }
  }
  for (const count of counts.flat()) {
    ok(count > 880 && count < 1120, `${count}`);
  }
});
