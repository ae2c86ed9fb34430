/** Not finding 3: a group is right as often as one of its samples. */
import { drawnMeasurements, meanOf } from "./drawn.ts";
import type { World } from "./world.ts";

export const votesWithoutGain: World = {
  name: "not-3",
  idea: "a vote is worth no more than one sample",
  refutes: ["finding-3"],
  measure: (setting) =>
    drawnMeasurements(setting).map((each) => {
      if (each.group === 1) return each;
      const { right } = each.perProblem;
      return {
        ...each,
        accuracy: meanOf(right),
        perProblem: { ...each.perProblem, accuracy: right },
      };
    }),
};
