import { createHash } from "node:crypto";

/**
 * An order of the numbers from 0 that follows from a seed and a name: sorted by
 * the SHA-256 of the JSON text `["choices",seed,name,number]`.
 */
export function permutation(
  seed: number,
  name: string,
  count: number,
): number[] {
  const rank = (at: number) =>
    createHash("sha256").update(JSON.stringify(["choices", seed, name, at]))
      .digest("hex");
  return Array.from({ length: count }, (_, at) => ({ at, rank: rank(at) }))
    .sort((a, b) => a.rank < b.rank ? -1 : 1)
    .map(({ at }) => at);
}
