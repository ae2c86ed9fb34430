/** An odd step, so that 2^32 different indices give 2^32 different seeds. */
const STEP = 0x9e3779b1;

/** The seed of a trajectory's thinking segment, counted from 0. */
export function thinkSeed(trajectory: number, segment: number): number {
  return derived(trajectory, 2 * segment + 1);
}

/** The seed of a trajectory's answer at a token budget. */
export function answerSeed(trajectory: number, budget: number): number {
  return derived(trajectory, 2 * budget);
}

/**
 * `trajectory + index * 0x9e3779b1`, modulo 2^32: no two segments of a
 * trajectory share a seed. vLLM takes signed 64-bit seeds.
 */
function derived(trajectory: number, index: number): number {
  return (trajectory + Math.imul(index, STEP)) >>> 0;
}
