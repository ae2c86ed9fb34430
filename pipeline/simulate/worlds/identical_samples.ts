/** N6: to ask again is to hear the same. */
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

export const identicalSamples: World = {
  name: "N6",
  idea: "all samples of a problem identical",
  refutes: ["finding-3"],
  measure: (setting) =>
    drawnMeasurements(setting, {
      draw: (calibrated, run) => {
        const draw = calibrated(run);
        return (problem) => draw(problem, 0);
      },
    }),
};
