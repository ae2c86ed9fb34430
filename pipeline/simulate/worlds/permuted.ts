/** N7: names mixed up. */
import { plannedRuns, type Run, runName } from "../../study/run.ts";
import { uniform } from "../chance.ts";
import { drawnMeasurements } from "./drawn.ts";
import type { Setting, World } from "./world.ts";

/** Keeps these draws apart from all others. */
const PERMUTED = 5;

/** A random order of so many places. */
function shuffled(seed: number, word: number, count: number): number[] {
  const key = (i: number) => uniform(seed, PERMUTED, word, i);
  return Array.from({ length: count }, (_, i) => i)
    .sort((a, b) => key(a) - key(b));
}

/** For every model and precision another one, whose answers it gives. */
function otherConfiguration({ study, seed }: Setting): (run: Run) => Run {
  const all = study.models.flatMap((model) =>
    study.weightBits.map((bits) => ({ model, bits }))
  );
  const order = shuffled(seed, 0, all.length);
  return (run) => {
    const own = all.findIndex(({ model, bits }) =>
      model.name === run.model.name && bits === run.bits
    );
    return { ...run, ...all[order[own]!]! };
  };
}

/** For every run another one on the same benchmark. */
function otherRun({ study, seed }: Setting): (run: Run) => Run {
  const byBenchmark = Map.groupBy(
    plannedRuns(study),
    ({ benchmark }) => benchmark.name,
  );
  const others = new Map(
    [...byBenchmark.values()].flatMap((runs, word) => {
      const order = shuffled(seed, 1 + word, runs.length);
      return runs.map((run, i) => [runName(run), runs[order[i]!]!] as const);
    }),
  );
  return (run) => others.get(runName(run))!;
}

const mixedUp = (by: (setting: Setting) => (run: Run) => Run) =>
(
  setting: Setting,
) => {
  const other = by(setting);
  return drawnMeasurements(setting, {
    draw: (calibrated, run) => calibrated(other(run)),
  });
};

/** What a compressed cache does goes with the configuration: finding 5 stays as true as it was. */
export const permutedConfigurations: World = {
  name: "N7a",
  idea: "the answers of a randomly chosen other model and precision",
  refutes: ["finding-1", "finding-2", "finding-3", "finding-4", "finding-6"],
  measure: mixedUp(otherConfiguration),
};

export const permutedRuns: World = {
  name: "N7b",
  idea:
    "the answers of a randomly chosen other model, precision and KV strategy",
  refutes: [
    "finding-1",
    "finding-2",
    "finding-3",
    "finding-4",
    "finding-5",
    "finding-6",
  ],
  measure: mixedUp(otherRun),
};
