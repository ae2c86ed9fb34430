/** The timings that a timing file sealed before tells of, weights by weights. */
import * as v from "valibot";
import { readTimings, timingOrigin } from "../../pipeline/store/speed_files.ts";
import { KV_STRATEGY, kvName } from "../../pipeline/study/kv_strategy.ts";
import type { Timing } from "../../pipeline/study/timing.ts";

const ORIGIN = v.looseObject({
  kind: v.literal("measured"),
  weights: v.array(v.looseObject({
    model: v.string(),
    weightBits: v.number(),
    kv: KV_STRATEGY,
    machine: v.unknown(),
  })),
  fits: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** What is known of some weights. */
export interface SealedTimings {
  readonly rows: readonly Timing[];
  /** What the metadata say of them. */
  readonly weights: v.InferOutput<typeof ORIGIN>["weights"][number];
  readonly fit: unknown;
}

/** Those of some weights in the bytes of a timing file, null where it has none; TypeError where it does not say how they were measured. */
export function sealedTimings(
  bytes: Uint8Array,
  file: string,
): (of: Pick<Timing, "model" | "weightBits" | "kv">) => SealedTimings | null {
  const all = readTimings(bytes, file);
  const origin = v.safeParse(ORIGIN, timingOrigin(bytes, file));
  return ({ model, weightBits, kv }) => {
    const rows = all.filter((each) =>
      each.model === model && each.weightBits === weightBits && each.kv === kv
    );
    if (rows.length === 0) return null;
    const name = `${model}-w${weightBits}-${kv}`;
    const weights = origin.success
      ? origin.output.weights.find((each) =>
        each.model === model && each.weightBits === weightBits &&
        kvName(each.kv) === kv
      )
      : undefined;
    if (!origin.success || !weights) {
      throw new TypeError(
        `Cannot keep the timings of ${name} in ${file}, which have no journal: its metadata do not say how they were measured; remove the file to seal without them`,
      );
    }
    return { rows, weights, fit: origin.output.fits[name] ?? null };
  };
}
