/** What a compressed KV cache does to the chance of being right. */
import { logistic } from "./chance.ts";
import { type Parameters, valueOf } from "./parameters.ts";

/** Share of being right that quantized keys and values lose, by the model's weight bytes. */
export function lossOf(
  { compression }: Parameters,
  bits: number,
  weightsGiB: number,
): number {
  const { floor, amplitude, centreGiB, width, slope } = valueOf(
    compression.hqq,
    bits,
    "loss by quantization",
  );
  const x = Math.log(centreGiB / weightsGiB);
  return floor + amplitude * logistic(x / width) + slope * Math.max(0, x);
}

/** Factor on being right once a cache holds a part of `ratio` times as many tokens. */
export function survivalOf(
  { compression }: Parameters,
  kind: "rkv" | "streaming",
  ratio: number,
): number {
  const { gain, half, power } = compression[kind];
  return (1 + gain) / (1 + (ratio / half) ** power);
}
