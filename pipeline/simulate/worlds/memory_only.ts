/** N1: bytes are bytes. */
import { GIB } from "../../study/memory.ts";
import { scenarioBytes } from "../../study/scenario.ts";
import { scoredMeasurements } from "./scored.ts";
import type { World } from "./world.ts";

/** Ability at 1 GiB, and what each factor e of memory adds: about 13 % right at 1 GiB, 70 % at 60. */
const AT_ONE = -4.5;
const PER_E = 1.42;

/** The ability that so much memory buys. */
export function abilityOf(bytes: number): number {
  return AT_ONE + PER_E * Math.log(bytes / GIB);
}

export const memoryOnly: World = {
  name: "N1",
  idea: "accuracy a function of total memory only, however it is spent",
  refutes: ["finding-1", "finding-2", "finding-3", "finding-5", "finding-6"],
  measure: (setting) =>
    scoredMeasurements(setting, (scenario) => ({
      ability: abilityOf(scenarioBytes(scenario).total),
    })),
};
