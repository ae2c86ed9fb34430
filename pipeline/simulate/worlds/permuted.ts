/** N7: the names of the configurations mixed up. */
import { uniform } from "../chance.ts";
import { drawnMeasurements } from "./drawn.ts";
import type { Setting, World } from "./world.ts";

/** Keeps these draws apart from all others. */
const PERMUTED = 5;

/** For every model and precision another one, whose answers it gives. */
function mixedUp({ study, seed }: Setting) {
  const configurations = study.models.flatMap((model) =>
    study.weightBits.map((bits) => ({ model, bits }))
  );
  const key = (i: number) => uniform(seed, PERMUTED, i);
  const order = [...configurations.keys()].sort((a, b) => key(a) - key(b));
  return new Map(configurations.map(({ model, bits }, i) => [
    `${model.name} ${bits}`,
    configurations[order[i]!]!,
  ]));
}

export const permuted: World = {
  name: "N7",
  idea: "the answers of a randomly chosen other model and precision",
  refutes: [
    "finding-1",
    "finding-2",
    "finding-3",
    "finding-4",
    "finding-5",
    "finding-6",
  ],
  measure: (setting) => {
    const other = mixedUp(setting);
    return drawnMeasurements(setting, {
      draw: (calibrated, run) =>
        calibrated({
          ...run,
          ...other.get(`${run.model.name} ${run.bits}`)!,
        }),
    });
  },
};
