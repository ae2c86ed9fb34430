import { GIB, weightBytes } from "../study/memory.ts";
import type { Model } from "../study/model.ts";
import type { WeightBits } from "../study/weights.ts";

/** Bytes of the weights as table 1 prints them, GiB: the calibration was made with these. */
export function printedGiB(model: Model, bits: WeightBits): number {
  return Number((weightBytes(model, bits) / GIB).toFixed(2));
}
