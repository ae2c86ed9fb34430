import { EXACT_SAMPLES } from "./binomial.ts";
import { kernel } from "./kernel.ts";

const places = {
  wrong: kernel.WRONG.value,
  groups: kernel.GROUPS.value,
  scores: kernel.SCORES.value,
};

/** Whether the kernel counts so many samples and groups exactly. */
export function isExact(samples: number, groups: number): boolean {
  return samples <= EXACT_SAMPLES && groups <= EXACT_SAMPLES;
}

/**
 * Asks the kernel about the votes of one problem, once for each group:
 * `majority`, the expected score of a vote, or `variances`, its squared rerun
 * error, for which wrong answers of equal size must stand together. `top` is
 * the largest group.
 */
export function kernelVotes(
  asked: "majority" | "variances",
  right: number,
  wrong: ArrayLike<number>,
  missing: number,
  groups: readonly number[],
  top: number,
): Float64Array {
  const { buffer } = kernel.memory;
  const counts = new Int32Array(buffer, places.wrong, EXACT_SAMPLES);
  let given = 0;
  for (let i = 0; i < wrong.length; i++) {
    if (wrong[i]! > 0) counts[given++] = wrong[i]!;
  }
  new Int32Array(buffer, places.groups, EXACT_SAMPLES).set(groups);
  kernel[asked](right, given, missing, groups.length, top);
  return new Float64Array(buffer, places.scores, groups.length).slice();
}
