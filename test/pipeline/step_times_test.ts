import { deepEqual, equal, ok } from "node:assert/strict";
import { results } from "../../pipeline/reproduce.ts";
import { stepTimes } from "../../pipeline/step_times.ts";
import { readDataSetStudy } from "../../pipeline/store/data_set.ts";
import type { Timing } from "../../pipeline/study/timing.ts";
import { tinyStudy } from "../fixtures/tiny.ts";

const paper = await readDataSetStudy("data/paper");

const timing = (changed: Partial<Timing>): Timing => ({
  model: "qwen3-14b",
  weightBits: 16,
  kv: "full",
  budget: 6000,
  concurrency: 1,
  latencySeconds: 60,
  requestsPerSecond: 1 / 60,
  outputTokensPerSecond: 100,
  kvTokens: 1e5,
  preemptions: 0,
  outOfMemory: false,
  method: "measured",
  ...changed,
});

Deno.test("stepTimes() by hand: 14B at 16 bits reads 29.5 GB without its input embedding of 1.6, and 0.5 of cache", () => {
  const [step] = stepTimes(paper, [timing({})], []);
  // 14,768,307,200 - 151,936 x 5,120 parameters of 2 bytes; 3,000 tokens of 40 x 8 x 128 x 2 values of 2 bytes.
  equal(
    step!.bytes,
    2 * (14_768_307_200 - 151_936 * 5120) + 3000 * 40 * 8 * 128 * 4,
  );
  equal(step!.milliseconds, 10);
  // The paper's 137.7 s for 6k tokens.
  equal(step!.simulated!.toFixed(2), "22.95");
});

Deno.test("stepTimes() takes the bytes a server counted where it did", () => {
  const [step] = stepTimes(paper, [timing({ model: "qwen3-4b" })], [{
    model: "qwen3-4b",
    weightBits: 16,
    kv: "full",
    parameterBytes: 1e9,
    serverReportedBytes: null,
    kvBytesPerToken: 100,
  }]);
  // Its input embedding is its output head, so it is read.
  equal(step!.bytes, 1e9 + 3000 * 100);
});

Deno.test("stepTimes() leave out what is fitted, was disturbed or ran beside others, of shapes the study lacks, and simulate no foreign model", () => {
  deepEqual(
    stepTimes(paper, [
      timing({ method: "fitted" }),
      timing({ concurrency: 2 }),
      timing({ preemptions: 1 }),
      timing({ outOfMemory: true }),
    ], []),
    [],
  );
  const [own] = stepTimes(
    tinyStudy(),
    [timing({ model: "one", budget: 8 })],
    [],
  );
  equal(own!.simulated, null);
  // Borrowed timings of shapes that the study does not have.
  deepEqual(
    stepTimes(paper, [
      timing({ model: "other" }),
      timing({ weightBits: 3 }),
    ], []),
    [],
  );
});

Deno.test("results() have the steps of a study that was only timed, none of one that answered", async () => {
  const { steps, timings } = await results("data/qwen3-h100");
  equal(
    steps.length,
    timings.filter((t) => t.concurrency === 1 && t.method === "measured")
      .length,
  );
  for (const { bytes, milliseconds, simulated } of steps) {
    ok(bytes > 0 && milliseconds > 0 && simulated! > 0);
  }
  deepEqual((await results("data/nano")).steps, []);
});
