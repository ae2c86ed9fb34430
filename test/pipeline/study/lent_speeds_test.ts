import { deepEqual } from "node:assert/strict";
import { shapesTimed } from "../../../pipeline/study/lent_speeds.ts";
import { measured } from "../../fixtures/measured.ts";

Deno.test("shapesTimed() counts models at precisions, not scenarios", () => {
  deepEqual(
    shapesTimed([
      measured({ bits: 4, budget: 8, latencySeconds: 1 }),
      measured({ bits: 4, budget: 16, latencySeconds: 2 }),
      measured({ bits: 8, budget: 8 }),
      measured({ bits: 8, budget: 16, latencySeconds: 2 }),
      measured({ bits: 16 }),
    ]),
    { timed: 2, planned: 3 },
  );
  deepEqual(shapesTimed([]), { timed: 0, planned: 0 });
});
