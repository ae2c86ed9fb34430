import type { KvStrategy } from "../study/kv_strategy.ts";

/** The two ways to compress a cache that findings 5 and 6 compare. */
export type KvMethod = "eviction" | "quantization";

/**
 * What a KV strategy counts as. Eviction is R-KV: the paper draws its findings
 * from it and shows StreamingLLM in the appendix only, without a claim.
 */
export function methodOf(kv: KvStrategy): KvMethod | "none" | "unclaimed" {
  switch (kv.kind) {
    case "full":
      return "none";
    case "rkv":
      return "eviction";
    case "streaming":
      return "unclaimed";
    case "hqq":
      return "quantization";
  }
}
