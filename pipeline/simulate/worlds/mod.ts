/** The worlds of the null suite and of the specificity matrix. */
import { ableSmallest } from "./able_smallest.ts";
import { allEqual } from "./all_equal.ts";
import { compressionCosts } from "./compression_costs.ts";
import { earlySaturation } from "./early_saturation.ts";
import { equalLoss } from "./equal_loss.ts";
import { fasterAtEqualAccuracy, fastFourBits } from "./fast_four_bits.ts";
import { identicalSamples } from "./identical_samples.ts";
import { knowledgeHurt } from "./knowledge_hurt.ts";
import { memoryOnly } from "./memory_only.ts";
import { noScaleEffect } from "./no_scale_effect.ts";
import { emptyRegime, missingPrecision } from "./nothing_to_compare.ts";
import { paperLike } from "./paper_like.ts";
import { poorEviction } from "./poor_eviction.ts";
import { precisionFree } from "./precision_free.ts";
import { quantizationBetter } from "./quantization_better.ts";
import { votesWithoutGain } from "./votes_without_gain.ts";
import type { World } from "./world.ts";

/** Worlds in which findings are false. */
export const NULL_WORLDS: readonly World[] = [
  allEqual,
  memoryOnly,
  precisionFree,
  noScaleEffect,
  quantizationBetter,
  compressionCosts,
  identicalSamples,
  missingPrecision,
  emptyRegime,
  fasterAtEqualAccuracy,
  earlySaturation,
];

/** The world that follows the paper, then the same with one effect switched off, in the order of the findings. */
export const SWITCHED_WORLDS: readonly World[] = [
  paperLike,
  ableSmallest,
  knowledgeHurt,
  votesWithoutGain,
  fastFourBits,
  poorEviction,
  equalLoss,
];

/** The world of a name. Refuses one that is none (RangeError). */
export function worldNamed(name: string): World {
  const world = [...NULL_WORLDS, ...SWITCHED_WORLDS].find((each) =>
    each.name === name
  );
  if (!world) throw new RangeError(`Cannot draw a world: there is no ${name}`);
  return world;
}
