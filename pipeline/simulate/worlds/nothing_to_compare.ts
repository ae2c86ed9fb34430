/** N8: what a finding compares is not there. */
import { drawnMeasurements } from "./drawn.ts";
import type { World } from "./world.ts";

/** GiB that no scenario has. */
const NOWHERE = 1e6;

export const missingPrecision: World = {
  name: "N8a",
  idea: "no 4-bit weights were run",
  refutes: ["finding-2", "finding-4"],
  study: (study) => ({
    ...study,
    weightBits: study.weightBits.filter((bits) => bits !== 4),
  }),
  measure: (setting) => drawnMeasurements(setting),
};

export const emptyRegime: World = {
  name: "N8b",
  idea: "the regimes of memory that are claimed about hold no scenario",
  refutes: ["finding-1", "finding-2", "finding-3"],
  study: (study) => ({
    ...study,
    claims: {
      ...study.claims,
      regimes: {
        weightsBelow: 0,
        tokensAbove: NOWHERE,
        precisionAbove: NOWHERE,
      },
      groupBands: (study.claims.groupBands ?? []).map(({ groups }, i) => ({
        fromGiB: (i + 1) * NOWHERE,
        toGiB: (i + 2) * NOWHERE,
        groups,
      })),
    },
  }),
  measure: (setting) => drawnMeasurements(setting),
};
