/** N2: quantizing the weights costs nothing. */
import type { Parameters } from "../parameters.ts";
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

/** Every precision as able and as brief as 16 bits. */
export function withoutLoss(parameters: Parameters): Parameters {
  const { math, knowledge } = parameters;
  const alike = <T extends Record<string, Record<"4" | "8" | "16", number>>>(
    values: T,
  ) =>
    Object.fromEntries(
      Object.entries(values).map(([model, own]) => [
        model,
        { "4": own["16"], "8": own["16"], "16": own["16"] },
      ]),
    ) as T;
  return {
    ...parameters,
    math: {
      ...math,
      ability: alike(math.ability),
      lengthFactor: alike(math.lengthFactor),
    },
    knowledge: {
      ...knowledge,
      ability: alike(knowledge.ability),
      lengthFactor: { "4": 1, "8": 1, "16": 1 },
    },
  };
}

export const precisionFree: World = {
  name: "N2",
  idea: "precision costs nothing: 4 bits as accurate as 16",
  refutes: ["finding-2", "finding-4"],
  measure: (setting) =>
    drawnMeasurements({
      ...setting,
      parameters: withoutLoss(setting.parameters),
    }),
};
