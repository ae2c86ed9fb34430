/** Constraints 9e, continued: throughput at the largest batch. */
import {
  type Constraint,
  constraint,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import { at, row, SIZES } from "./places.ts";
import { spearman } from "./ranks.ts";

/** How many at once, and how fast. */
interface Served {
  readonly batch: number;
  readonly requests: number;
}

const publishedBatches: Rule = (grid) => {
  const [small, next] = (["0.6B-16", "1.7B-16"] as const).map((name) => ({
    batch: at(grid, grid.largestBatch, name, 2000),
    requests: at(grid, grid.requestsPerSecond, name, 2000),
  })) as [Served, Served];
  return found(
    small.batch === 160 && next.batch === 170 &&
      Math.abs(small.requests - 2.9) < 0.01 &&
      Math.abs(next.requests - 2.64) < 0.01,
    small.batch,
    next.batch,
    small.requests,
    next.requests,
  );
};

const fallsWithSize: Rule = (grid) => {
  const steps = SIZES.slice(1).flatMap((size, i) =>
    ([4, 8, 16] as const).flatMap((bits) => {
      const smaller = row(grid, grid.requestsPerSecond, `${SIZES[i]!}-${bits}`);
      const larger = row(grid, grid.requestsPerSecond, `${size}-${bits}`);
      return Array.from(larger, (requests, t) => requests - smaller[t]!);
    })
  );
  const most = Math.max(...steps);
  return found(most <= 1e-9, most);
};

const sameTrend: Rule = (grid) => {
  const rank = spearman(
    grid.latencySeconds.map((seconds) => 1 / seconds),
    grid.requestsPerSecond,
  );
  return found(rank > 0.9, rank);
};

/** Constraints C30 to C32. */
export const throughput: readonly Constraint[] = [
  constraint(
    "C30",
    "The largest batches at 2k tokens are 160 for 0.6B and 170 for 1.7B, with 2.9 and 2.64 requests a second.",
    held(160, publishedBatches, {
      remark: "anchored at 16 bits: the paper does not state the precision",
    }),
  ),
  constraint(
    "C31",
    "Throughput falls as models grow.",
    held(160, fallsWithSize),
  ),
  constraint(
    "C32",
    "Throughput follows the same trend as latency.",
    held(160, sameTrend, { asks: "rank correlation above .9" }),
  ),
];
