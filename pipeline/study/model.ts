import * as v from "valibot";
import { COUNT, NAME, WHOLE } from "./names.ts";
import type { WeightBits } from "./weights.ts";

/** A model and the shape its bytes follow from. */
export const MODEL = v.pipe(
  v.strictObject({
    name: NAME,
    /** What figures call it, "4B". */
    label: v.pipe(v.string(), v.minLength(1), v.maxLength(24)),
    layers: COUNT,
    hidden: COUNT,
    intermediate: COUNT,
    heads: COUNT,
    kvHeads: COUNT,
    headDim: COUNT,
    vocabulary: COUNT,
    /** 16-bit values of a block beside its matrices, norms and biases; absent: Qwen3's, two norms of the hidden size and two of a head. */
    blockVectors: v.optional(WHOLE),
    tiedEmbeddings: v.boolean(),
    /** How often the embedding matrix is counted: in quantized and in 16-bit checkpoints. */
    embeddingCopies: v.strictObject({
      quantized: v.pipe(
        WHOLE,
        v.maxValue(2, "an embedding is stored at most twice"),
      ),
      native: v.pipe(
        WHOLE,
        v.maxValue(2, "an embedding is stored at most twice"),
      ),
    }),
    /** Where the weights come from: a hub name or a folder beside the study. */
    source: v.pipe(v.string(), v.minLength(1)),
    /** The same for quantized weights, by their bits; the source with `-w<bits>` behind it where none is named. */
    quantizedSources: v.optional(
      v.record(
        v.pipe(v.string(), v.regex(/^(2|3|4|8)$/, "give 2, 3, 4 or 8 bits")),
        v.pipe(v.string(), v.minLength(1)),
      ),
    ),
  }),
  v.check(
    (model) => model.heads % model.kvHeads === 0,
    "the query heads must be a multiple of the KV heads",
  ),
);

/** A model and the shape its bytes follow from. */
export type Model = Readonly<v.InferOutput<typeof MODEL>>;

/** Where the weights of a precision come from: a hub name or a folder beside the study. */
export function weightsSource(
  { source, quantizedSources }: Model,
  bits: WeightBits,
): string {
  if (bits === 16) return source;
  return quantizedSources?.[String(bits)] ?? `${source}-w${bits}`;
}
