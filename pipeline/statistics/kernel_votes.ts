import { EXACT_SAMPLES } from "./binomial.ts";
import { kernel } from "./kernel.ts";

/** Counts of wrong answers, sizes of groups and scores, where the kernel keeps them. */
let { counts, sizes, scores } = views();

function views() {
  const { memory: { buffer }, WRONG, GROUPS, SCORES } = kernel;
  return {
    counts: new Int32Array(buffer, WRONG.value, EXACT_SAMPLES),
    sizes: new Int32Array(buffer, GROUPS.value, EXACT_SAMPLES),
    scores: new Float64Array(buffer, SCORES.value, EXACT_SAMPLES),
  };
}

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
  // Memory that grew leaves its views behind.
  if (counts.buffer !== kernel.memory.buffer) {
    ({ counts, sizes, scores } = views());
  }
  let given = 0;
  for (let i = 0; i < wrong.length; i++) {
    if (wrong[i]! > 0) counts[given++] = wrong[i]!;
  }
  for (let g = 0; g < groups.length; g++) sizes[g] = groups[g]!;
  kernel[asked](right, given, missing, groups.length, top);
  return scores.slice(0, groups.length);
}
