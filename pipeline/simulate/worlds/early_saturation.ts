/** Large models have nothing to gain from long thinking; votes then cost them little, which finding 3 does not expect. */
import type { Parameters } from "../parameters.ts";
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

/** How much sooner the models from the scale pivot up have thought enough. */
const SOONER = 5;
const LARGE = ["qwen3-4b", "qwen3-8b", "qwen3-14b", "qwen3-32b"] as const;

function brief(parameters: Parameters): Parameters {
  const lengthMedian = { ...parameters.math.lengthMedian };
  for (const model of LARGE) lengthMedian[model] /= SOONER;
  return { ...parameters, math: { ...parameters.math, lengthMedian } };
}

export const earlySaturation: World = {
  name: "early",
  idea: "the models from 4B up need a fifth of the tokens",
  refutes: ["finding-1"],
  measure: (setting) =>
    drawnMeasurements({ ...setting, parameters: brief(setting.parameters) }),
};
