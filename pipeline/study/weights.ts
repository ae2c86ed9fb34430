import * as v from "valibot";

/** Bits a weight is stored with; 16 is the checkpoint as published. */
export const WEIGHT_BITS = v.picklist(
  [2, 3, 4, 8, 16],
  "weights have 2, 3, 4, 8 or 16 bits",
);

/** Bits a weight is stored with. */
export type WeightBits = v.InferOutput<typeof WEIGHT_BITS>;

/** Weights that share one scale and one zero point. */
export const WEIGHT_GROUP = 128;

/** The precision in the words of figures and tables. */
export function weightLabel(bits: WeightBits): string {
  return `${bits}-bit`;
}
