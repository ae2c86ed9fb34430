/** Which batch to time next, on the way to the largest that nothing disturbs. */
import type { Timed } from "./record.ts";

/** Deaths of the server at one batch after which its memory is held to be too small. */
const DEATHS = 2;

/** Share of the largest good batch to which the smallest bad one is approached. */
const CLOSE = 1 / 16;

/** How batches of a budget have done. */
interface Tried {
  /** Sizes that ran at once, without preemption. */
  readonly good: readonly number[];
  /** Sizes that did not. */
  readonly bad: readonly number[];
}

/** Sizes at which the server died too often. */
export function deadly({ deaths }: Timed, budget: number): number[] {
  const counts = new Map<number, number>();
  for (const death of deaths.filter((each) => each.budget === budget)) {
    counts.set(death.concurrency, (counts.get(death.concurrency) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= DEATHS)
    .map(([concurrency]) => concurrency);
}

/** How batches of a budget have done. */
export function triedAt(timed: Timed, budget: number): Tried {
  const its = timed.attempts.filter((each) => each.budget === budget);
  const sizes = (disturbed: boolean) =>
    its.filter(({ preemptions, waited }) =>
      (preemptions > 0 || waited) === disturbed
    ).map(({ concurrency }) => concurrency);
  return {
    good: sizes(false),
    bad: [...sizes(true), ...deadly(timed, budget)],
  };
}

/**
 * The next batch: 1, each `growth` times the one before until one is disturbed
 * or `bound` is reached, then the middle between the largest good and the
 * smallest bad one, until they are close. Null: nothing more is to be learned.
 */
export function nextBatch(
  { good, bad }: Tried,
  bound: number,
  growth: number,
): number | null {
  const largest = Math.max(0, ...good);
  const smallest = Math.min(Infinity, ...bad);
  if (largest >= bound || smallest <= 1) return null;
  if (largest === 0) return 1;
  if (smallest === Infinity) return Math.min(growth * largest, bound);
  const close = Math.max(1, Math.floor(largest * CLOSE));
  if (smallest - largest <= close) return null;
  return Math.floor((largest + smallest) / 2);
}

/** Generations that surely fit into the cache at once, each in whole blocks. */
export function batchBound(
  kvTokens: number,
  blockSize: number,
  tokens: number,
): number {
  const blocks = Math.ceil(tokens / blockSize);
  return Math.max(1, Math.floor(Math.floor(kvTokens / blockSize) / blocks));
}
