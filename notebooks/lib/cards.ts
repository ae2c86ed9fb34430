/** Memory to choose from: that of common GPUs as their makers state it, or sizes that fit a data set of small models. */
import { bytesSaid } from "../../pipeline/advisor/bytes.ts";
import { GIB } from "../../pipeline/study/memory.ts";
import type { DataSet } from "./data_set.ts";

const CARDS = [
  ["8 GB: RTX 4060", 8],
  ["12 GB: RTX 4070", 12],
  ["16 GB: RTX 4080, T4", 16],
  ["24 GB: RTX 4090, L4, A10", 24],
  ["32 GB: RTX 5090", 32],
  ["48 GB: L40S, A6000", 48],
  ["80 GB: A100, H100", 80],
  ["141 GB: H200", 141],
] as const;

/** Names of sizes and their bytes. Where every scenario is smaller than a GiB: the powers of two from below the smallest to above the largest. */
export function cardsFor(
  { measurements }: Pick<DataSet, "measurements">,
): ReadonlyMap<string, number> {
  const bytes = measurements.map(({ totalBytes }) => totalBytes);
  const most = Math.max(...bytes);
  if (most >= GIB) {
    return new Map(CARDS.map(([name, gib]) => [name, gib * GIB]));
  }
  const sizes: number[] = [];
  for (
    let size = 2 ** Math.ceil(Math.log2(Math.min(...bytes)));
    size < 4 * most;
    size *= 2
  ) sizes.push(size);
  return new Map(sizes.map((size) => [bytesSaid(size), size]));
}
