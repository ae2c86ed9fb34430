/** What was tried of a promise, and what failed. */
export interface Trial {
  readonly what: string;
  readonly tried: number;
  readonly failed: readonly string[];
}

/** Tries every case; whatever one gives but null is a failure. */
export async function trial<C>(
  what: string,
  cases: Iterable<C>,
  failure: (one: C) => string | null | Promise<string | null>,
): Promise<Trial> {
  const failed: string[] = [];
  let tried = 0;
  for (const one of cases) {
    tried++;
    const said = await failure(one);
    if (said !== null) failed.push(said);
  }
  return { what, tried, failed };
}

/** Numbers from 0 up to a bound, the same for a seed. */
export function chances(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 2 ** 32 * below);
  };
}
