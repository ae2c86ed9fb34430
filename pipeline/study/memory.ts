/** The only place with a memory formula: section 3 and appendix A of the paper, constants checked on its table 1. */
import type { KvStrategy } from "./kv_strategy.ts";
import type { Model } from "./model.ts";
import { WEIGHT_GROUP, type WeightBits } from "./weights.ts";

/** 2^30 bytes; the paper prints it as GB. */
export const GIB = 2 ** 30;

const KEY_AND_VALUE = 2;
const BYTES_16_BIT = 2;
const BYTES_INDEX = 4;

/** How often a tied embedding is counted: as the paper's table 1 does, or once. */
type EmbeddingRule = "as published" | "tied once";

/** The linear layers of one block: rows are inputs, columns are outputs. */
function linearShapes(
  model: Model,
): readonly (readonly [rows: number, columns: number])[] {
  const { hidden, intermediate, heads, kvHeads, headDim } = model;
  return [
    [hidden, heads * headDim],
    [hidden, kvHeads * headDim],
    [hidden, kvHeads * headDim],
    [heads * headDim, hidden],
    [hidden, intermediate],
    [hidden, intermediate],
    [intermediate, hidden],
  ];
}

/**
 * Bytes of the weights at a precision. A quantized linear layer holds its
 * packed weights, per group of 128 input rows and column a 16-bit scale and a
 * packed zero point, and one 32-bit group index per input row; everything else
 * stays at 16 bits.
 */
export function weightBytes(
  model: Model,
  bits: WeightBits,
  embeddings: EmbeddingRule = "as published",
): number {
  const { layers, hidden, headDim, vocabulary } = model;
  const { blockVectors = 2 * hidden + 2 * headDim } = model;
  const vectors = layers * blockVectors + hidden;
  const stored = bits === 16
    ? model.embeddingCopies.native
    : model.embeddingCopies.quantized;
  const copies = embeddings === "tied once" && model.tiedEmbeddings
    ? 1
    : stored;
  const native = BYTES_16_BIT * (vectors + copies * vocabulary * hidden);
  const block = linearShapes(model).reduce((sum, [rows, columns]) => {
    if (bits === 16) return sum + BYTES_16_BIT * rows * columns;
    const groups = Math.ceil(rows / WEIGHT_GROUP) * columns;
    return sum + (rows * columns * bits) / 8 +
      groups * (BYTES_16_BIT + bits / 8) +
      BYTES_INDEX * rows;
  }, 0);
  return layers * block + native;
}

/**
 * Bytes that a server does not load of quantized weights as the rules count
 * them: it joins query, key and value, and gate and up, and a joined layer has
 * one group index for its input rows. 0 at 16 bits.
 */
export function joinedIndexBytes(model: Model, bits: WeightBits): number {
  const alike = 2 + 1;
  return bits === 16 ? 0 : model.layers * alike * model.hidden * BYTES_INDEX;
}

/**
 * Bytes of parameters that no decoding step reads: the input embedding, of which
 * it takes one row. 0 where it is the output head too.
 */
export function unreadBytes(
  { tiedEmbeddings, vocabulary, hidden }: Model,
): number {
  return tiedEmbeddings ? 0 : BYTES_16_BIT * vocabulary * hidden;
}

/** Bytes one token adds to the full 16-bit cache: keys and values of every layer and KV head. */
export function kvBytesPerToken(model: Model): number {
  return model.layers * model.kvHeads * model.headDim * KEY_AND_VALUE *
    BYTES_16_BIT;
}

/** Bytes of a quantized cache as a share of the 16-bit one: the bits and a 16-bit scale per group, without a zero point. */
function quantizedBytes(
  fullBytes: number,
  bits: number,
  group: number,
): number {
  return (fullBytes * (bits * group + 16)) / (16 * group);
}

/**
 * Bytes of the KV cache of `group` parallel samples of `tokens` tokens each,
 * as the paper counts them: eviction holds at most what it retains, the
 * residual of a quantized cache is not counted.
 */
export function kvBytes(
  model: Model,
  kv: KvStrategy,
  tokens: number,
  group = 1,
): number {
  const perToken = kvBytesPerToken(model);
  switch (kv.kind) {
    case "full":
      return group * tokens * perToken;
    case "rkv":
    case "streaming":
      return group * Math.min(tokens, kv.retained) * perToken;
    case "hqq":
      return quantizedBytes(group * tokens * perToken, kv.bits, kv.group);
  }
}

/**
 * Bytes of the KV cache at its largest: eviction grows by one interval before
 * it compacts, a quantized cache keeps its newest tokens at 16 bits.
 */
export function peakKvBytes(
  model: Model,
  kv: KvStrategy,
  tokens: number,
  group = 1,
): number {
  const perToken = kvBytesPerToken(model);
  switch (kv.kind) {
    case "full":
      return group * tokens * perToken;
    case "rkv":
    case "streaming":
      return group * Math.min(tokens, kv.retained + kv.interval) * perToken;
    case "hqq": {
      const residual = Math.min(tokens, kv.residual);
      return group * residual * perToken +
        quantizedBytes(
          group * (tokens - residual) * perToken,
          kv.bits,
          kv.group,
        );
    }
  }
}

/** Bytes of one generation: its share of the weights when `batch` generations use them at once, and its cache. */
export function totalBytes(
  model: Model,
  bits: WeightBits,
  kv: KvStrategy,
  tokens: number,
  group = 1,
  batch = 1,
): number {
  return weightBytes(model, bits) / batch + kvBytes(model, kv, tokens, group);
}
