import * as v from "valibot";
import { COUNT, SHARE, WHOLE } from "./names.ts";

const RETAINING = {
  /** Tokens kept per layer and KV head once the cache is compacted. */
  retained: COUNT,
  /** Decoded tokens between two compactions. */
  interval: COUNT,
};

/** What is kept of the keys and values, with every constant of the method. */
export const KV_STRATEGY = v.variant("kind", [
  v.strictObject({ kind: v.literal("full") }),
  v.pipe(
    v.strictObject({
      kind: v.literal("rkv"),
      ...RETAINING,
      /** Last tokens, always kept, whose attention scores the others. */
      window: COUNT,
      /** Weight of importance against redundancy, arXiv 2505.24133. */
      lambda: SHARE,
      /** Neighbours over whose largest importance is smoothed; absent: 7, as published. */
      pool: v.optional(COUNT),
      /** Cosine above which keys resemble each other; absent: 0.5, as published. */
      similarity: v.optional(SHARE),
    }),
    v.check(
      (kv) => kv.window < kv.retained,
      "the window must be smaller than what is retained",
    ),
    v.check(
      ({ pool }) => pool === undefined || pool % 2 === 1,
      "the pool must be odd",
    ),
  ),
  v.strictObject({ kind: v.literal("streaming"), ...RETAINING }),
  v.strictObject({
    kind: v.literal("hqq"),
    bits: v.picklist([2, 4, 8], "a quantized cache has 2, 4 or 8 bits"),
    /** Values that share one 16-bit scale. */
    group: COUNT,
    /** Newest tokens kept at 16 bits. */
    residual: WHOLE,
  }),
]);

/** What is kept of the keys and values. */
export type KvStrategy = Readonly<v.InferOutput<typeof KV_STRATEGY>>;

/** The strategy in file names, columns and messages: `full`, `rkv-2048`, `streaming-2048`, `hqq-4`. */
export function kvName(kv: KvStrategy): string {
  const size = kvSize(kv);
  return size === null ? kv.kind : `${kv.kind}-${size}`;
}

/** Retained tokens or bits; null for the full cache. */
export function kvSize(kv: KvStrategy): number | null {
  switch (kv.kind) {
    case "full":
      return null;
    case "rkv":
    case "streaming":
      return kv.retained;
    case "hqq":
      return kv.bits;
  }
}

/** The strategy in the words of figures. */
export function kvLabel(kv: KvStrategy): string {
  switch (kv.kind) {
    case "full":
      return "full cache";
    case "rkv":
      return `R-KV ${kv.retained}`;
    case "streaming":
      return `StreamingLLM ${kv.retained}`;
    case "hqq":
      return `${kv.bits}-bit KV`;
  }
}
