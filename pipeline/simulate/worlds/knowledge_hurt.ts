/** Not finding 2: 4 bits hurt knowledge as they hurt mathematics. */
import type { Parameters } from "../parameters.ts";
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

/** Logits that 4 bits lose: as many as on mathematics. */
const LOST = 1.2;

function hurt(parameters: Parameters): Parameters {
  const { knowledge } = parameters;
  const ability = Object.fromEntries(
    Object.entries(knowledge.ability).map(([model, own]) => [
      model,
      { ...own, "4": own["4"] - LOST },
    ]),
  ) as typeof knowledge.ability;
  return { ...parameters, knowledge: { ...knowledge, ability } };
}

export const knowledgeHurt: World = {
  name: "not-2",
  idea: "4-bit weights lose as much knowledge as mathematics",
  refutes: ["finding-2"],
  measure: (setting) =>
    drawnMeasurements({ ...setting, parameters: hurt(setting.parameters) }),
};
