/** N7: names mixed up in a world that follows the paper. Bytes and timings stay with the names. */
import { kvName } from "../../study/kv_strategy.ts";
import type { Measurement } from "../../study/measurement.ts";
import { uniform } from "../chance.ts";
import type { Claimed } from "./world.ts";

/** Keeps these draws apart from all others. */
const PERMUTED = 5;

/** A way to mix up the names of measurements. */
export interface Permutation extends Claimed {
  /** For the n-th time: of which measurement each has the answers, by place. RangeError where scenarios are missing. */
  readonly order: (
    measurements: readonly Measurement[],
    seed: number,
    nth: number,
  ) => Int32Array;
}

const everywhere = ({ benchmark, budget, group }: Measurement) =>
  `${benchmark.name} ${budget} ${group}`;
const configuration = ({ model, bits }: Measurement) => `${model.name} ${bits}`;
const strategy = ({ kv }: Measurement) => kvName(kv);
/** Runs of one benchmark and as many samples: only those have the same groups. */
const family = ({ benchmark, kv }: Measurement) =>
  `${benchmark.name} ${kv.kind === "full" ? "full" : "compressed"}`;

/** A random order of so many places. */
function shuffled(seed: number, words: readonly number[], count: number) {
  const key = (i: number) => uniform(seed, PERMUTED, ...words, i);
  return Array.from({ length: count }, (_, i) => i)
    .sort((a, b) => key(a) - key(b));
}

/** Exchanges the measurements of names within each kind, at the same place of their scenarios. */
const exchanging = (
  kindOf: (measurement: Measurement) => string,
  nameOf: (measurement: Measurement) => string,
  placeOf: (measurement: Measurement) => string,
): Permutation["order"] =>
(measurements, seed, nth) => {
  const others = new Map(
    [...Map.groupBy(measurements, kindOf)].flatMap(([kind, own], word) => {
      const names = [...new Set(own.map(nameOf))];
      const order = shuffled(seed, [nth, word], names.length);
      return names.map((name, i) =>
        [`${kind} ${name}`, names[order[i]!]!] as const
      );
    }),
  );
  const key = (name: string, m: Measurement) =>
    `${kindOf(m)} ${name} ${placeOf(m)}`;
  const places = new Map(
    measurements.map((m, at) => [key(nameOf(m), m), at]),
  );
  return Int32Array.from(measurements, (m) => {
    const other = others.get(`${kindOf(m)} ${nameOf(m)}`)!;
    const place = places.get(key(other, m));
    if (place === undefined) {
      throw new RangeError(
        `Cannot mix up names: ${other} has no ${placeOf(m)}, which ${
          nameOf(m)
        } has`,
      );
    }
    return place;
  });
};

/** What a compressed cache does goes with the configuration: finding 5 stays as true as it was. */
export const permutedConfigurations: Permutation = {
  name: "N7a",
  idea: "the answers of a randomly chosen other model and precision",
  refutes: ["finding-1", "finding-2", "finding-3", "finding-4", "finding-6"],
  order: exchanging(
    () => "all",
    configuration,
    (m) => `${everywhere(m)} ${strategy(m)}`,
  ),
};

export const permutedRuns: Permutation = {
  name: "N7b",
  idea:
    "the answers of a randomly chosen other model, precision and, where compressed, KV strategy",
  refutes: [
    "finding-1",
    "finding-2",
    "finding-3",
    "finding-4",
    "finding-5",
    "finding-6",
  ],
  order: exchanging(
    family,
    (m) => `${configuration(m)} ${strategy(m)}`,
    everywhere,
  ),
};

/** Both, N7a and N7b. */
export const PERMUTATIONS: readonly Permutation[] = [
  permutedConfigurations,
  permutedRuns,
];
