/** N0: nothing matters but the luck of sampling. */
import { scoredMeasurements } from "./scored.ts";
import type { World } from "./world.ts";

export const allEqual: World = {
  name: "N0",
  idea: "all scenarios equally good, sampling noise only",
  refutes: [
    "finding-1",
    "finding-2",
    "finding-3",
    "finding-4",
    "finding-5",
    "finding-6",
  ],
  measure: (setting) => scoredMeasurements(setting, () => ({ ability: 0 })),
};
