/** The timings of a simulated study. */
import { GIB, kvBytesPerToken } from "../study/memory.ts";
import { budgetsOf, type Study } from "../study/study.ts";
import type { Timing } from "../study/timing.ts";
import type { Parameters } from "./parameters.ts";
import { largestBatch, stepMs } from "./speed.ts";
import { printedGiB } from "./weights.ts";

/** What a simulated timing file says of itself. */
export const SPEED_ORIGIN = {
  kind: "simulated",
  gpu: "A100 80 GB, simulated",
  fit:
    "step times solved from the paper's 137.7 s, 130.1 s, 2.9 and 2.64 requests a second; the rest chosen",
};

/** Batch 1 and the largest batch of every model, precision and budget with the full cache. */
export function simulatedTimings(
  parameters: Parameters,
  study: Study,
): Timing[] {
  const budgets = [
    ...new Set(
      study.benchmarks.flatMap(({ name }) => budgetsOf(study, name)),
    ),
  ].sort((a, b) => a - b);
  return study.models.flatMap((model) =>
    study.weightBits.flatMap((bits) =>
      budgets.flatMap((budget) => {
        const weights = printedGiB(model, bits);
        const most = largestBatch(parameters, model, weights, budget);
        return [...new Set([1, most])].map((concurrency): Timing => {
          const latencySeconds = budget / 1000 *
            stepMs(parameters, model, bits, weights, budget, concurrency);
          return {
            model: model.name,
            weightBits: bits,
            kv: "full",
            budget,
            concurrency,
            latencySeconds,
            requestsPerSecond: concurrency / latencySeconds,
            outputTokensPerSecond: concurrency * budget / latencySeconds,
            kvTokens: Math.floor(
              (parameters.speed.usableGiB - weights) * GIB /
                kvBytesPerToken(model),
            ),
            preemptions: 0,
            outOfMemory: false,
            method: "fitted",
          };
        });
      })
    )
  );
}
