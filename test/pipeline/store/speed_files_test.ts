import { deepEqual } from "node:assert/strict";
import { join } from "node:path";
import {
  MEMORY_FILE,
  readMemory,
  readTimings,
  TIMING_FILE,
  writeMemory,
  writeTimings,
} from "../../../pipeline/store/speed_files.ts";
import type { CountedMemory, Timing } from "../../../pipeline/study/timing.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("writeTimings() and readTimings() keep every attempt", () =>
  inTemporaryFolder(async (folder) => {
    const timings: Timing[] = [1, 8].map((concurrency) => ({
      model: "one",
      weightBits: 16,
      kv: "full",
      budget: 8,
      concurrency,
      latencySeconds: 0.25,
      requestsPerSecond: 4,
      outputTokensPerSecond: 32,
      kvTokens: 2 ** 33,
      preemptions: 0,
      outOfMemory: concurrency > 1,
      method: "measured",
    }));
    await writeTimings(folder, timings, { engine: "by hand" });
    deepEqual(
      readTimings(await Deno.readFile(join(folder, TIMING_FILE)), "t"),
      timings,
    );
  }));

Deno.test("writeMemory() and readMemory() keep every configuration", () =>
  inTemporaryFolder(async (folder) => {
    const counted: CountedMemory[] = [null, 541_000_000].map((
      serverReportedBytes,
    ) => ({
      model: "one",
      weightBits: 4,
      kv: "full",
      parameterBytes: 540_901_376,
      serverReportedBytes,
      kvBytesPerToken: 114_688,
    }));
    await writeMemory(folder, counted, { engine: "by hand" });
    deepEqual(
      readMemory(await Deno.readFile(join(folder, MEMORY_FILE)), "m"),
      counted,
    );
  }));
