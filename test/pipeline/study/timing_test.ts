import { deepEqual } from "node:assert/strict";
import { speedOf, type Timing } from "../../../pipeline/study/timing.ts";

const attempt = (changed: Partial<Timing>): Timing => ({
  model: "one",
  weightBits: 16,
  kv: "full",
  budget: 8,
  concurrency: 1,
  latencySeconds: 2,
  requestsPerSecond: 0.5,
  outputTokensPerSecond: 4,
  kvTokens: 100,
  preemptions: 0,
  outOfMemory: false,
  method: "measured",
  ...changed,
});

Deno.test("speedOf() takes latency at batch 1 and requests at the largest undisturbed batch", () => {
  deepEqual(
    speedOf([
      attempt({ concurrency: 16, requestsPerSecond: 9, preemptions: 3 }),
      attempt({ concurrency: 8, requestsPerSecond: 6, latencySeconds: 5 }),
      attempt({}),
      attempt({ concurrency: 32, outOfMemory: true }),
    ]),
    { latencySeconds: 2, requestsPerSecond: 6 },
  );
});

Deno.test("speedOf() knows nothing of what was not timed", () => {
  deepEqual(speedOf([]), { latencySeconds: null, requestsPerSecond: null });
  deepEqual(speedOf([attempt({ concurrency: 4 })]).latencySeconds, null);
});
