/** Not finding 6: a quantized cache costs large models what it costs small ones. */
import type { Parameters } from "../parameters.ts";
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

/** Share of right answers that 4 bits lose at every size. */
const LOST = 0.15;

function alike(parameters: Parameters): Parameters {
  const { compression } = parameters;
  const { hqq } = compression;
  return {
    ...parameters,
    compression: {
      ...compression,
      hqq: {
        ...hqq,
        "4": { ...hqq["4"], floor: LOST, amplitude: 0, slope: 0 },
      },
    },
  };
}

export const equalLoss: World = {
  name: "not-6",
  idea: "a 4-bit cache loses 15 % of the right answers at every size",
  refutes: ["finding-6"],
  measure: (setting) =>
    drawnMeasurements({ ...setting, parameters: alike(setting.parameters) }),
};
