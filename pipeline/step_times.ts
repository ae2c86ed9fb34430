/** Timings of one generation alone -> its steps: bytes read, milliseconds measured, milliseconds simulated. */
import { PARAMETERS } from "./simulate/parameters.ts";
import { stepMs } from "./simulate/speed.ts";
import { printedGiB } from "./simulate/weights.ts";
import type { CountedMemory } from "./study/counted_memory.ts";
import { kvBytesPerToken, unreadBytes, weightBytes } from "./study/memory.ts";
import type { Model } from "./study/model.ts";
import type { StepTime } from "./study/step_time.ts";
import type { Study } from "./study/study.ts";
import { type Timing, undisturbed } from "./study/timing.ts";
import type { WeightBits } from "./study/weights.ts";

/** The steps of every batch of one with the full cache that was measured, in the order of the file; fitted ones are left out. */
export function stepTimes(
  study: Study,
  timings: readonly Timing[],
  memory: readonly CountedMemory[],
): StepTime[] {
  return undisturbed(timings).filter((t) =>
    t.concurrency === 1 && t.kv === "full" && t.method === "measured"
  ).flatMap((timing) => {
    const { budget, latencySeconds } = timing;
    const model = study.models.find(({ name }) => name === timing.model);
    const bits = study.weightBits.find((each) => each === timing.weightBits);
    // Borrowed timings may be of more than this study has.
    if (!model || !bits) return [];
    const counted = memory.find((each) =>
      each.model === model.name && each.weightBits === bits &&
      each.kv === "full"
    );
    const parameters = counted?.parameterBytes ??
      weightBytes(model, bits, "tied once");
    const cache = counted?.kvBytesPerToken ?? kvBytesPerToken(model);
    return [{
      model,
      bits,
      budget,
      bytes: parameters - unreadBytes(model) + cache * budget / 2,
      milliseconds: 1000 * latencySeconds / budget,
      simulated: simulatedStep(model, bits, budget),
    }];
  });
}

/** The simulator's step of one generation on its own GPU; null for what its parameters do not hold. */
function simulatedStep(
  model: Model,
  bits: WeightBits,
  budget: number,
): number | null {
  const { billionParameters, dequantizeMsPerLayer } = PARAMETERS.speed;
  return Object.hasOwn(billionParameters, model.name) &&
      Object.hasOwn(dequantizeMsPerLayer, bits)
    ? stepMs(PARAMETERS, model, bits, printedGiB(model, bits), budget, 1)
    : null;
}
