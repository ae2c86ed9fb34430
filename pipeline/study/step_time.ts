import type { Model } from "./model.ts";
import type { WeightBits } from "./weights.ts";

/** A decoding step of one generation alone: what it reads and how long it takes. */
export interface StepTime {
  readonly model: Model;
  readonly bits: WeightBits;
  /** Decoded tokens of the generation it is the mean of. */
  readonly budget: number;
  /** Parameters, and the cache at half the budget. */
  readonly bytes: number;
  /** The generation's seconds over its tokens, prompt and request included. */
  readonly milliseconds: number;
  /** What the simulator says of its own GPU; null for a model it does not know. */
  readonly simulated: number | null;
}
