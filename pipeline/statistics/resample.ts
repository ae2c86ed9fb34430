/** Seeded resamples of problems, the same for every scenario and on every machine. */

/** Draws behind the intervals. */
export const INTERVAL_DRAWS = { draws: 2000, seed: 0x5eed1e55 } as const;

/** Joint draws behind the rulings. */
export const RULING_DRAWS = { draws: 1000, seed: 0x5eedf1d5 } as const;

/** Resamples with replacement: how often each problem was drawn in each. */
export interface ProblemDraws {
  readonly problems: number;
  readonly draws: number;
  /** draws x problems, row by row; a row sums to the problems. */
  readonly counts: Uint16Array;
}

/** The finalizer of MurmurHash3, 32 bits. */
function fmix32(hash: number): number {
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const known = new Map<string, ProblemDraws>();

/**
 * Draws as many problems as there are, `draws` times. Draw d picks at position
 * i the problem floor(fmix32(k * 0x9e3779b9 + seed) * problems / 2^32), with
 * k = d * problems + i: a counter, so that any draw can be repeated alone.
 */
export function problemDraws(
  problems: number,
  draws: number,
  seed: number,
): ProblemDraws {
  if (!Number.isInteger(problems) || problems < 1) {
    throw new RangeError(
      `Cannot resample ${problems} problems: give at least 1`,
    );
  }
  const key = `${problems} ${draws} ${seed}`;
  const cached = known.get(key);
  if (cached) return cached;
  const size = draws * problems;
  const counts = new Uint16Array(size);
  for (let k = 0; k < size; k++) {
    const hash = fmix32((Math.imul(k, 0x9e3779b9) + seed) | 0);
    const picked = Math.floor((hash * problems) / 2 ** 32);
    counts[Math.floor(k / problems) * problems + picked]!++;
  }
  const drawn = { problems, draws, counts };
  known.set(key, drawn);
  return drawn;
}
