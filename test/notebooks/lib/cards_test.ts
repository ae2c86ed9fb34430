import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { cardsFor } from "../../../notebooks/lib/cards.ts";
import { measured } from "../../fixtures/measured.ts";

const MIB = 2 ** 20;
const of = (...bytes: number[]) =>
  cardsFor({
    measurements: bytes.map((totalBytes) => measured({ totalBytes })),
  });

Deno.test("cardsFor() offers powers of two around small scenarios: 3 and 9 MiB, from 4 to 32", () => {
  deepEqual([...of(3 * MIB, 9 * MIB)], [
    ["4.00 MiB", 4 * MIB],
    ["8.00 MiB", 8 * MIB],
    ["16.00 MiB", 16 * MIB],
    ["32.00 MiB", 32 * MIB],
  ]);
});

Deno.test("cardsFor() offers real cards as soon as one scenario takes a GiB", () => {
  equal([...of(3 * MIB, 1024 * MIB).values()][0], 8 * 1024 * MIB);
});

Deno.test("cardsFor() always offers a size that holds everything twice over, and for small sets one that holds something", () => {
  const bytes = fc.integer({ min: 1, max: 2 ** 30 - 1 });
  fc.assert(fc.property(
    fc.array(bytes, { minLength: 1, maxLength: 20 }),
    (all) => {
      const sizes = [...of(...all).values()];
      ok(Math.max(...sizes) >= 2 * Math.max(...all));
      ok(sizes[0]! >= Math.min(...all));
    },
  ));
});
