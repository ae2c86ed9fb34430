/** P+: what the paper claims is true. */
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

export const paperLike: World = {
  name: "P+",
  idea: "as calibrated to follow the paper",
  refutes: [],
  measure: (setting) => drawnMeasurements(setting),
};
