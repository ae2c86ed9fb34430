/** The simulator's chance: MurmurHash3 (x86, 32 bits) of the words that name a draw. */

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;
const TWO_32 = 2 ** 32;

const rotate = (value: number, by: number) =>
  (value << by) | (value >>> (32 - by));

/** A hash of 32-bit words after a seed, 0 to 2^32 - 1. */
export function murmur(seed: number, ...words: readonly number[]): number {
  let hash = seed | 0;
  for (const word of words) {
    hash ^= Math.imul(rotate(Math.imul(word, C1), 15), C2);
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= 4 * words.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The draw that words name, inside 0 to 1. */
export function uniform(seed: number, ...words: readonly number[]): number {
  return (murmur(seed, ...words) + 0.5) / TWO_32;
}

/** ln(u / (1 - u)): a logistic draw from a uniform one. */
export function logit(u: number): number {
  return Math.log(u / (1 - u));
}

/** 1 / (1 + e^-x). */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
