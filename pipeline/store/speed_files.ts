/** Door to disk: a data set's timing and memory files. */
import { join } from "./paths.ts";
import type { Column } from "../study/column.ts";
import { type CountedMemory, MEMORY_COLUMNS } from "../study/counted_memory.ts";
import { type Timing, TIMING_COLUMNS, TIMING_SCHEMA } from "../study/timing.ts";
import { columnCells } from "./column_cells.ts";
import { readLight } from "./light_versioned.ts";

/** File names inside a data set's folder. */
export const TIMING_FILE = "timing.arrow";
export const MEMORY_FILE = "memory.arrow";

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
  return originIn(bytes, TIMING_COLUMNS, file);
}

/** The `origin` in the bytes of a memory file as it was written; null where there is none. */
export function memoryOrigin(bytes: Uint8Array, file: string): unknown {
  return originIn(bytes, MEMORY_COLUMNS, file);
}

function originIn(
  bytes: Uint8Array,
  columns: readonly Column[],
  file: string,
): unknown {
  const { schema } = readLight(bytes, columns, TIMING_SCHEMA, file);
  try {
    return JSON.parse(schema.metadata.get("origin") ?? "null");
  } catch (cause) {
    throw new TypeError(`Cannot read ${file}: its origin is not JSON`, {
      cause,
    });
  }
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
  const table = readLight(bytes, columns, TIMING_SCHEMA, file);
  const cells = columns.map(({ name, type }) => columnCells(table, name, type));
  return Array.from(
    { length: table.numRows },
    (_, row) =>
      Object.fromEntries(
        columns.map(({ name }, at) => [name, cells[at]![row]]),
      ),
  );
}
