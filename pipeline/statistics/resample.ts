/** Seeded resamples of problems, the same for every scenario and on every machine. */
import { freeMemory } from "./draw_blocks.ts";
import { kernel, reach } from "./kernel.ts";

/** How often problems are drawn anew, and the seed of the draws. */
export interface Resampling {
  readonly draws: number;
  readonly seed: number;
}

/** Draws behind the intervals (those of the Python peer). */
export const INTERVAL_DRAWS = { draws: 2000, seed: 0x5eed1e55 } as const;

/** Joint draws behind the rulings, apart from those of the intervals. */
export const RULING_DRAWS = { draws: 1000, seed: 0x5eedf1d5 } as const;

/** How many resamples, and what decides them. */
export interface Resampling {
  readonly draws: number;
  /** Of 32 bits. */
  readonly seed: number;
}

/**
 * Joint draws behind rulings for the sake of comparison; the 0th are those on
 * record. Those of 0 to 200 have no pick in common, up to 200 problems.
 */
export function rulingDraws(nth: number): Resampling {
  const { draws, seed } = RULING_DRAWS;
  return { draws, seed: (seed + nth) >>> 0 };
}

/** Resamples with replacement: how often each problem was drawn in each. */
export interface ProblemDraws {
  readonly problems: number;
  readonly draws: number;
  /** draws x problems, row by row; a row sums to the problems. Shared by all who ask: read only. */
  readonly counts: Uint16Array;
}

const known = new Map<string, ProblemDraws>();

/** Problems beyond which a count could pass 16 bits. */
const MOST_PROBLEMS = 65_535;

/**
 * Draws as many problems as there are, `draws` times. Draw d picks at position
 * i the problem floor(fmix32(k * 0x9e3779b9 + seed) * problems / 2^32), with
 * fmix32 the finalizer of MurmurHash3 (Appleby 2008),
 * k = d * problems + i and the product modulo 2^32: a counter, so that any
 * draw can be repeated alone. Computed once for each set of arguments.
 * Refuses with a RangeError what is no whole number above 0, and more picks
 * than a counter of 32 bits tells apart.
 */
export function problemDraws(
  problems: number,
  draws: number,
  seed: number,
): ProblemDraws {
  if (
    !Number.isInteger(problems) || problems < 1 || problems > MOST_PROBLEMS
  ) {
    throw new RangeError(
      `Cannot resample problems: their number is not in 1-${MOST_PROBLEMS}, ${problems}`,
    );
  }
  if (!Number.isInteger(draws) || draws < 1 || draws * problems > 2 ** 32) {
    throw new RangeError(
      `Cannot resample ${problems} problems: the number of draws cannot be ${draws}`,
    );
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(
      `Cannot resample problems: the seed is not of 32 bits, ${seed}`,
    );
  }
  const key = `${problems} ${draws} ${seed}`;
  const cached = known.get(key);
  if (cached) return cached;
  const place = freeMemory();
  const many = draws * problems;
  reach(place + 2 * many);
  const laid = new Uint16Array(kernel.memory.buffer, place, many).fill(0);
  kernel.drawCounts(problems, draws, seed, place);
  const counts = laid.slice();
  const drawn = { problems, draws, counts };
  known.set(key, drawn);
  return drawn;
}
