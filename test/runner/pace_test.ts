import { equal, throws } from "node:assert/strict";
import { plannedRuns } from "../../pipeline/study/run.ts";
import type { Timing } from "../../pipeline/study/timing.ts";
import { hoursOwed, statedPace, timedPace } from "../../runner/pace.ts";
import { tinyStudy } from "../fixtures/tiny.ts";

const [four, sixteen] = plannedRuns(tinyStudy({ weightBits: [4, 16] }));

const timing = (changed: Partial<Timing>): Timing => ({
  model: "one",
  weightBits: 16,
  kv: "full",
  budget: 8,
  concurrency: 1,
  latencySeconds: 1,
  requestsPerSecond: 1,
  outputTokensPerSecond: 10,
  kvTokens: 100,
  preemptions: 0,
  outOfMemory: false,
  method: "measured",
  ...changed,
});

Deno.test("timedPace() is that of the largest undisturbed batch at the longest budget", () => {
  const pace = timedPace([
    timing({ concurrency: 64, outputTokensPerSecond: 900 }),
    timing({ budget: 16 }),
    timing({ budget: 16, concurrency: 32, outputTokensPerSecond: 300 }),
    timing({
      budget: 16,
      concurrency: 64,
      outputTokensPerSecond: 500,
      preemptions: 2,
    }),
    timing({
      budget: 16,
      concurrency: 128,
      outputTokensPerSecond: 0,
      outOfMemory: true,
    }),
  ]);
  equal(pace(sixteen!), 300);
  equal(pace(four!), null);
  equal(timedPace([])(sixteen!), null);
});

Deno.test("statedPace() is of one name, or of all others", () => {
  const pace = statedPace(["one-w4=20", "50"]);
  equal(pace(four!), 20);
  equal(pace(sixteen!), 50);
  equal(statedPace(["one=7"])(four!), null);
  for (const text of ["", "one=", "one=0", "-5", "fast", "one=Infinity"]) {
    throws(() => statedPace([text]), /Cannot plan with .* tokens a second/);
  }
});

Deno.test("hoursOwed() worked: 3,600 of 7,200 thinking tokens and half of 720 answer tokens at 99 a second are 40 s", () => {
  const bill = {
    run: "r",
    served: "one",
    problems: 1,
    samples: 1,
    generations: 10,
    thinkingTokens: 7200,
    answerTokens: 720,
    diskBytes: 0,
    doneGenerations: 5,
    doneThinkingTokens: 3600,
    state: "begun" as const,
    hindrance: null,
  };
  equal(hoursOwed(bill, 99), 40 / 3600);
  equal(hoursOwed(bill, null), null);
});
