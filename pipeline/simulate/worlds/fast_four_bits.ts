/** Not finding 4: 4-bit weights pay in time. */
import type { Timing } from "../../study/timing.ts";
import { drawnMeasurements } from "./drawn.ts";
import { withoutLoss } from "./precision_free.ts";
import type { World } from "./world.ts";

/** 4-bit weights so many times as fast. */
const faster = (by: number) => (timing: Timing): Timing =>
  timing.weightBits === 4
    ? {
      ...timing,
      latencySeconds: timing.latencySeconds / by,
      requestsPerSecond: timing.requestsPerSecond * by,
      outputTokensPerSecond: timing.outputTokensPerSecond * by,
    }
    : timing;

/** So fast that what 4 bits lose by being less accurate is made good. */
export const fastFourBits: World = {
  name: "not-4",
  idea: "4-bit weights ten times as fast",
  refutes: ["finding-4"],
  measure: (setting) => drawnMeasurements(setting, { time: faster(10) }),
};

export const fasterAtEqualAccuracy: World = {
  name: "fast-4",
  idea: "4-bit weights 30 % faster and as accurate as 16-bit ones",
  refutes: ["finding-2", "finding-4"],
  measure: (setting) =>
    drawnMeasurements(
      { ...setting, parameters: withoutLoss(setting.parameters) },
      { time: faster(1.3) },
    ),
};
