/** Door to disk: a data set's timing and memory files as they are written. */
import { join } from "./paths.ts";
import { type CountedMemory, MEMORY_COLUMNS } from "../study/counted_memory.ts";
import { type Timing, TIMING_COLUMNS, TIMING_SCHEMA } from "../study/timing.ts";
import { rowSource, tableBytes } from "./arrow.ts";
import { writeAtomically } from "./atomic.ts";
import { TIMING_FILE } from "./speed_files.ts";

/** The bytes of a timing file; `origin` tells engine, versions, GPU, driver and any fit, as JSON. */
export function timingBytes(
  timings: readonly Timing[],
  origin: Readonly<Record<string, unknown>>,
): Uint8Array {
  const rows = timings.map((t) => ({
    model: t.model,
    weight_bits: t.weightBits,
    kv: t.kv,
    budget: t.budget,
    concurrency: t.concurrency,
    latency_seconds: t.latencySeconds,
    requests_per_second: t.requestsPerSecond,
    output_tokens_per_second: t.outputTokensPerSecond,
    kv_tokens: t.kvTokens,
    preemptions: t.preemptions,
    out_of_memory: t.outOfMemory,
    method: t.method,
  }));
  return tableBytes(TIMING_COLUMNS, rowSource(TIMING_COLUMNS, rows), {
    schema: String(TIMING_SCHEMA),
    origin: JSON.stringify(origin),
  });
}

/** Writes `timing.arrow`. */
export async function writeTimings(
  folder: string,
  timings: readonly Timing[],
  origin: Readonly<Record<string, unknown>>,
): Promise<void> {
  await writeAtomically(
    join(folder, TIMING_FILE),
    timingBytes(timings, origin),
  );
}

/** The bytes of a memory file; `origin` tells how it was counted, and of which tensors, as JSON. */
export function memoryBytes(
  counted: readonly CountedMemory[],
  origin: Readonly<Record<string, unknown>>,
): Uint8Array {
  const rows = counted.map((m) => ({
    model: m.model,
    weight_bits: m.weightBits,
    kv: m.kv,
    parameter_bytes: m.parameterBytes,
    server_reported_bytes: m.serverReportedBytes,
    kv_bytes_per_token: m.kvBytesPerToken,
  }));
  return tableBytes(MEMORY_COLUMNS, rowSource(MEMORY_COLUMNS, rows), {
    schema: String(TIMING_SCHEMA),
    origin: JSON.stringify(origin),
  });
}
