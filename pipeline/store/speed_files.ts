/** Door to disk: a data set's timing and memory files. */
import { join } from "node:path";
import type { Column } from "../study/column.ts";
import { type CountedMemory, MEMORY_COLUMNS } from "../study/counted_memory.ts";
import { type Timing, TIMING_COLUMNS, TIMING_SCHEMA } from "../study/timing.ts";
import { readTable, rowSource, tableBytes } from "./arrow.ts";
import { writeAtomically } from "./atomic.ts";
import { readVersioned } from "./versioned_table.ts";

/** File names inside a data set's folder. */
export const TIMING_FILE = "timing.arrow";
export const MEMORY_FILE = "memory.arrow";

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

/** The timings of a data set as they lie on disk, sealed or not; null where there are none. */
export async function readTimingFile(folder: string): Promise<Timing[] | null> {
  const file = join(folder, TIMING_FILE);
  try {
    return readTimings(await Deno.readFile(file), file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Reads the bytes of a timing file; what its rows say is not checked here. */
export function readTimings(bytes: Uint8Array, file: string): Timing[] {
  return records(bytes, TIMING_COLUMNS, file).map((row) => ({
    model: String(row.model),
    weightBits: Number(row.weight_bits),
    kv: String(row.kv),
    budget: Number(row.budget),
    concurrency: Number(row.concurrency),
    latencySeconds: Number(row.latency_seconds),
    requestsPerSecond: Number(row.requests_per_second),
    outputTokensPerSecond: Number(row.output_tokens_per_second),
    kvTokens: Number(row.kv_tokens),
    preemptions: Number(row.preemptions),
    outOfMemory: Boolean(row.out_of_memory),
    method: row.method as Timing["method"],
  }));
}

/** The `origin` in the bytes of a timing file as it was written; null where there is none. */
export function timingOrigin(bytes: Uint8Array, file: string): unknown {
  const { schema } = readTable(bytes, TIMING_COLUMNS, file);
  return JSON.parse(schema.metadata.get("origin") ?? "null");
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

/** The `origin` in the bytes of a memory file as it was written; null where there is none. */
export function memoryOrigin(bytes: Uint8Array, file: string): unknown {
  const { schema } = readTable(bytes, MEMORY_COLUMNS, file);
  return JSON.parse(schema.metadata.get("origin") ?? "null");
}

/** Reads the bytes of a memory file. */
export function readMemory(bytes: Uint8Array, file: string): CountedMemory[] {
  return records(bytes, MEMORY_COLUMNS, file).map((row) => ({
    model: String(row.model),
    weightBits: Number(row.weight_bits),
    kv: String(row.kv),
    parameterBytes: Number(row.parameter_bytes),
    serverReportedBytes: row.server_reported_bytes === null
      ? null
      : Number(row.server_reported_bytes),
    kvBytesPerToken: Number(row.kv_bytes_per_token),
  }));
}

function records(
  bytes: Uint8Array,
  columns: readonly Column[],
  file: string,
): Record<string, unknown>[] {
  return readVersioned(bytes, columns, TIMING_SCHEMA, file).toArray().map((
    row,
  ) => row.toJSON());
}
