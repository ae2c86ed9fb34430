import { deepEqual, equal, ok } from "node:assert/strict";
import { PARAMETERS } from "../../../pipeline/simulate/parameters.ts";
import { simulatedTimings } from "../../../pipeline/simulate/timings.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import { timingProblems } from "../../../pipeline/study/timing.ts";

const study = await readDataSetStudy("data/paper");
const timings = simulatedTimings(PARAMETERS, study);

const rowsOf = (model: string, bits: number, budget: number) =>
  timings.filter((row) =>
    row.model === model && row.weightBits === bits && row.budget === budget
  );

Deno.test("simulatedTimings() gives the paper's latencies: 14B, 137.7 s for 6k tokens at 16 bits and 130.1 s for 10k at 4 bits", () => {
  equal(rowsOf("qwen3-14b", 16, 6000)[0]!.latencySeconds.toFixed(1), "137.7");
  equal(rowsOf("qwen3-14b", 4, 10000)[0]!.latencySeconds.toFixed(1), "130.1");
});

Deno.test("simulatedTimings() gives the paper's batches at 2k tokens: 160 with 2.9 requests a second for 0.6B, 170 with 2.64 for 1.7B", () => {
  const small = rowsOf("qwen3-0.6b", 16, 2000).at(-1)!;
  const next = rowsOf("qwen3-1.7b", 16, 2000).at(-1)!;
  deepEqual([small.concurrency, next.concurrency], [160, 170]);
  equal(small.requestsPerSecond.toFixed(2), "2.90");
  equal(next.requestsPerSecond.toFixed(2), "2.64");
});

Deno.test("simulatedTimings() tells what the calibration tells of 32B at 16 bits: 490 s for 10k tokens, 18 at once at 2k", () => {
  equal(rowsOf("qwen3-32b", 16, 10000)[0]!.latencySeconds.toFixed(0), "490");
  equal(rowsOf("qwen3-32b", 16, 2000).at(-1)!.concurrency, 18);
});

Deno.test("simulatedTimings() times every model, precision and budget once alone and once at the largest batch, one row where that is one", () => {
  for (const { name } of study.models) {
    for (const bits of study.weightBits) {
      for (
        const budget of [2000, 6000, 10000, 14000, 18000, 22000, 26000, 30000]
      ) {
        const batches = rowsOf(name, bits, budget).map((row) =>
          row.concurrency
        );
        equal(batches[0], 1);
        equal(batches.length, batches.at(-1) === 1 ? 1 : 2);
      }
    }
  }
});

Deno.test("simulatedTimings() agree with themselves: what is done at once over how long it takes", () => {
  for (const row of timings) {
    const { concurrency, latencySeconds, budget } = row;
    ok(
      Math.abs(row.requestsPerSecond * latencySeconds / concurrency - 1) <
        1e-12,
    );
    ok(
      Math.abs(row.outputTokensPerSecond / row.requestsPerSecond / budget - 1) <
        1e-12,
    );
    equal(row.method, "fitted");
  }
});

Deno.test("simulatedTimings() have no problem that validation knows", () => {
  deepEqual(timingProblems(study, timings), []);
});
