/** Simulated speed of one A100, fitted to the paper's four published numbers. */
import { GIB, kvBytesPerToken } from "../study/memory.ts";
import type { Model } from "../study/model.ts";
import { type Parameters, valueOf } from "./parameters.ts";

/** Milliseconds a decoding step of a batch takes, mean over generations of so many tokens. */
export function stepMs(
  { speed }: Parameters,
  model: Model,
  bits: number,
  weightsGiB: number,
  tokens: number,
  batch: number,
): number {
  const bytesPerMs = speed.bandwidthTBPerSecond * 1e9;
  const overhead = speed.msPerLayer * model.layers;
  const weights = (weightsGiB * GIB) / bytesPerMs;
  const cache = (batch * (tokens / 2) * kvBytesPerToken(model)) / bytesPerMs;
  const unpacking = valueOf(speed.dequantizeMsPerLayer, bits, "speed") *
    model.layers;
  const billion = valueOf(speed.billionParameters, model.name, "size");
  const sequences = (batch - 1) *
    (speed.sequenceMs + speed.sequenceMsPerBillion * billion) *
    valueOf(speed.sequenceFactor, bits, "speed");
  return Math.sqrt(overhead * overhead + weights * weights) + unpacking +
    cache + sequences;
}

/** Generations that fit beside the weights. */
export function largestBatch(
  { speed }: Parameters,
  model: Model,
  weightsGiB: number,
  tokens: number,
): number {
  const cacheGiB = (tokens * kvBytesPerToken(model)) / GIB;
  const fit = Math.floor((speed.usableGiB - weightsGiB) / cacheGiB);
  const most = valueOf(speed.largestBatch, model.name, "largest batch");
  return Math.min(most, Math.max(1, fit));
}
