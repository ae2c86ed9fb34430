/** N4: what eviction keeps, quantization keeps with fewer bytes. */
import type { KvStrategy } from "../../study/kv_strategy.ts";
import type { Run } from "../../study/run.ts";
import type { DrawTrajectory } from "../draw.ts";
import type { Parameters } from "../parameters.ts";
import { drawnMeasurements, type DrawRun } from "./drawn.ts";
import type { World } from "./world.ts";

/** Tokens of thinking that a retained one is worth; 4 bits hold 3.8 in its bytes, without loss. */
const WORTH = 3;
const FULL: KvStrategy = { kind: "full" };

/** Thinking past the worth of what is retained is as if it had not been. */
function forgetting(calibrated: DrawRun, run: Run): DrawTrajectory {
  const { kv } = run;
  switch (kv.kind) {
    case "full":
    case "hqq":
      return calibrated(run);
    case "rkv":
    case "streaming": {
      const draw = calibrated({ ...run, kv: FULL });
      return (problem, sample) => {
        const { length, classAt } = draw(problem, sample);
        return {
          length,
          classAt: (budget) => classAt(Math.min(budget, WORTH * kv.retained)),
        };
      };
    }
  }
}

function withoutLoss(parameters: Parameters): Parameters {
  const { hqq } = parameters.compression;
  const lossless = { ...hqq["4"], floor: 0, amplitude: 0, slope: 0 };
  return {
    ...parameters,
    compression: {
      ...parameters.compression,
      hqq: { ...hqq, "4": lossless, "8": lossless },
    },
  };
}

export const quantizationBetter: World = {
  name: "N4",
  idea:
    "eviction never better than quantization: 4 and 8 bits lose nothing, a retained token is worth three",
  refutes: ["finding-6"],
  measure: (setting) =>
    drawnMeasurements(
      { ...setting, parameters: withoutLoss(setting.parameters) },
      { draw: forgetting },
    ),
};
