/** Not finding 5: evicting loses more than its memory is worth; finding 6 needs it too. */
import type { Parameters } from "../parameters.ts";
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

function poor(parameters: Parameters): Parameters {
  const { compression } = parameters;
  const forgetting = { gain: 0, half: 1.5, power: 3 };
  return {
    ...parameters,
    compression: { ...compression, rkv: forgetting, streaming: forgetting },
  };
}

export const poorEviction: World = {
  name: "not-5",
  idea:
    "a cache that evicts a third of its tokens loses half of the right answers",
  refutes: ["finding-5", "finding-6"],
  measure: (setting) =>
    drawnMeasurements({ ...setting, parameters: poor(setting.parameters) }),
};
