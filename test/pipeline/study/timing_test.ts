import { deepEqual } from "node:assert/strict";
import {
  speedOf,
  type Timing,
  timingProblems,
} from "../../../pipeline/study/timing.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";
import { timing } from "../../fixtures/timing.ts";

Deno.test("speedOf() takes latency at batch 1 and requests at the largest undisturbed batch", () => {
  deepEqual(
    speedOf([
      timing({ concurrency: 16, requestsPerSecond: 9, preemptions: 3 }),
      timing({ concurrency: 8, requestsPerSecond: 6, latencySeconds: 5 }),
      timing({}),
      timing({ concurrency: 32, outOfMemory: true }),
    ]),
    { latencySeconds: 2, requestsPerSecond: 6 },
  );
});

Deno.test("speedOf() knows nothing of what was not timed", () => {
  deepEqual(speedOf([]), { latencySeconds: null, requestsPerSecond: null });
  deepEqual(speedOf([timing({ concurrency: 4 })]).latencySeconds, null);
});

/** What is wrong with a sound attempt at batch 8 and one changed. */
const wrong = (changed: Partial<Timing>) =>
  timingProblems(tinyStudy(), [timing({ concurrency: 8 }), timing(changed)])
    .map(({ row, problem }) => `${row}: ${problem}`);

Deno.test("timingProblems() finds nothing in sound attempts, one without memory among them", () => {
  deepEqual(wrong({}), []);
  deepEqual(wrong({ method: "fitted", kvTokens: 0 }), []);
  deepEqual(
    wrong({
      outOfMemory: true,
      latencySeconds: NaN,
      requestsPerSecond: 0,
      outputTokensPerSecond: 0,
    }),
    [],
  );
});

Deno.test("timingProblems() names row and value of what the study lacks", () => {
  deepEqual(wrong({ model: "ghost" }), ["1: no model is called ghost"]);
  deepEqual(wrong({ weightBits: 4 }), ["1: the study has no 4-bit weights"]);
  deepEqual(wrong({ kv: "rkv-8" }), ["1: no KV strategy is called rkv-8"]);
  deepEqual(wrong({ budget: 12 }), [
    "1: the study has no budget of 12 tokens",
  ]);
});

Deno.test("timingProblems() names row and value of what no clock shows", () => {
  const cases: [Partial<Timing>, string][] = [
    [{ latencySeconds: -5 }, "latency_seconds are -5, not a number above 0"],
    [{ latencySeconds: 0 }, "latency_seconds are 0, not a number above 0"],
    [
      { requestsPerSecond: NaN },
      "requests_per_second are NaN, not a number above 0",
    ],
    [
      { outputTokensPerSecond: Infinity },
      "output_tokens_per_second are Infinity, not a number above 0",
    ],
    [{ concurrency: 0 }, "concurrency is 0, not 1 or more"],
    [{ kvTokens: -1 }, "kv_tokens are -1"],
    [{ preemptions: -1 }, "preemptions are -1"],
    [
      { method: "guessed" as "fitted" },
      'method is "guessed", not measured or fitted',
    ],
  ];
  for (const [changed, told] of cases) {
    deepEqual(wrong(changed), [`1: its ${told}`]);
  }
});

Deno.test("timingProblems() wants one row an attempt", () => {
  const again = timing({ latencySeconds: 3, method: "fitted" });
  deepEqual(
    timingProblems(tinyStudy(), [timing({}), again, again]),
    [1, 2].map((row) => ({
      row,
      problem:
        "one 16-bit full, budget 8, concurrency 1 stands in row 0 already",
    })),
  );
});
