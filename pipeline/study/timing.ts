import type { Column } from "./column.ts";

/** Version of the timing and memory files' columns. */
export const TIMING_SCHEMA = 1;

/** The columns of `timing.arrow`: one row per attempt. */
export const TIMING_COLUMNS = [
  { name: "model", type: "text", meaning: "model" },
  { name: "weight_bits", type: "uint8", meaning: "bits a weight" },
  { name: "kv", type: "text", meaning: "KV strategy" },
  { name: "budget", type: "int32", meaning: "decoded tokens" },
  { name: "concurrency", type: "int32", meaning: "generations at once" },
  { name: "latency_seconds", type: "float64", meaning: "mean over the batch" },
  {
    name: "requests_per_second",
    type: "float64",
    meaning: "finished generations a second",
  },
  {
    name: "output_tokens_per_second",
    type: "float64",
    meaning: "decoded tokens a second",
  },
  {
    name: "kv_tokens",
    type: "int64",
    meaning: "tokens the server's cache holds",
  },
  {
    name: "preemptions",
    type: "int32",
    meaning: "requests that lost their cache",
  },
  {
    name: "out_of_memory",
    type: "bool",
    meaning: "the attempt ended without memory",
  },
  {
    name: "method",
    type: "text",
    meaning: "measured, or fitted as the metadata say",
  },
] as const satisfies readonly Column[];

/** One attempt to time a batch. */
export interface Timing {
  readonly model: string;
  readonly weightBits: number;
  readonly kv: string;
  readonly budget: number;
  readonly concurrency: number;
  readonly latencySeconds: number;
  readonly requestsPerSecond: number;
  readonly outputTokensPerSecond: number;
  readonly kvTokens: number;
  readonly preemptions: number;
  readonly outOfMemory: boolean;
  readonly method: "measured" | "fitted";
}

/** The columns of `memory.arrow`: bytes counted on real tensors. */
export const MEMORY_COLUMNS = [
  { name: "model", type: "text", meaning: "model" },
  { name: "weight_bits", type: "uint8", meaning: "bits a weight" },
  { name: "kv", type: "text", meaning: "KV strategy" },
  {
    name: "parameter_bytes",
    type: "int64",
    meaning: "counted tensor by tensor",
  },
  {
    name: "server_reported_bytes",
    type: "int64",
    nullable: true,
    meaning: "the server's own line",
  },
  {
    name: "kv_bytes_per_token",
    type: "float64",
    meaning: "cache bytes one token takes",
  },
] as const satisfies readonly Column[];

/** The bytes of one configuration, counted. */
export interface CountedMemory {
  readonly model: string;
  readonly weightBits: number;
  readonly kv: string;
  readonly parameterBytes: number;
  readonly serverReportedBytes: number | null;
  readonly kvBytesPerToken: number;
}

/** The attempts that speak for a budget: batch 1 for latency, the largest undisturbed batch for throughput. */
export function speedOf(
  attempts: readonly Timing[],
): { latencySeconds: number | null; requestsPerSecond: number | null } {
  const sound = attempts.filter((t) => !t.outOfMemory && t.preemptions === 0)
    .toSorted((a, b) => a.concurrency - b.concurrency);
  return {
    latencySeconds: sound.find((t) => t.concurrency === 1)?.latencySeconds ??
      null,
    requestsPerSecond: sound.at(-1)?.requestsPerSecond ?? null,
  };
}
