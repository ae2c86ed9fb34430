/** Not finding 1: memory spent on the next larger weights buys nothing at the small end. */
import type { Parameters } from "../parameters.ts";
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

/** Logits by which the smallest model is better: a little more than the next is ahead of it. */
const BETTER = 2.2;

function lifted(parameters: Parameters): Parameters {
  const { math } = parameters;
  const own = math.ability["qwen3-0.6b"];
  const ability = {
    ...math.ability,
    "qwen3-0.6b": {
      "4": own["4"] + BETTER,
      "8": own["8"] + BETTER,
      "16": own["16"] + BETTER,
    },
  };
  return { ...parameters, math: { ...math, ability } };
}

export const ableSmallest: World = {
  name: "not-1",
  idea: "the smallest model as good at mathematics as the next",
  refutes: ["finding-1"],
  measure: (setting) =>
    drawnMeasurements({ ...setting, parameters: lifted(setting.parameters) }),
};
