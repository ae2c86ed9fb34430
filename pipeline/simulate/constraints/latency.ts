/** Constraints 9e: latency of one generation on one A100 of 80 GB. */
import {
  type Constraint,
  constraint,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import { at, CONFIGS, row, SIZES } from "./places.ts";
import { mean, pearson } from "./ranks.ts";

const isNear = (value: number, published: number, tolerance: number) =>
  Math.abs(value / published - 1) < tolerance;

const publishedLatencies: Rule = (grid) => {
  const wide = at(grid, grid.latencySeconds, "14B-16", 6000);
  const narrow = at(grid, grid.latencySeconds, "14B-4", 10000);
  const holds = isNear(wide, 137.7, 0.005) && isNear(narrow, 130.1, 0.005);
  return found(holds, wide, narrow);
};

const lengthDominates: Rule = (grid) => {
  const log = grid.latencySeconds.map(Math.log);
  const budgets = grid.budgets.length;
  const variance = (values: ArrayLike<number>) => {
    const middle = mean(values);
    return mean(Array.from(values, (value) => (value - middle) ** 2));
  };
  /** Share of the variance that the means of such groups have. */
  const explained = (groupOf: (place: number) => string | number) => {
    const groups = Map.groupBy(log.keys(), groupOf);
    return variance(
      Array.from(groups.values(), (places) => mean(places.map((i) => log[i]!))),
    ) / variance(log);
  };
  const config = (i: number) => grid.configs[Math.floor(i / budgets)]!;
  const tokens = explained((i) => i % budgets);
  const size = explained((i) => config(i).model.label);
  const bits = explained((i) => config(i).bits);
  const linear = CONFIGS.every((name) =>
    pearson(grid.budgets, row(grid, grid.latencySeconds, name)) > 0.995
  );
  return found(
    tokens > Math.max(size, bits) && linear,
    tokens,
    size,
    bits,
  );
};

const quantizationSpeedsUp: Rule = (grid) => {
  const ratios = SIZES.map((size) =>
    at(grid, grid.latencySeconds, `${size}-16`, 6000) /
    at(grid, grid.latencySeconds, `${size}-4`, 6000)
  );
  return found(
    ratios.slice(0, 4).every((ratio) => ratio < 1.4) &&
      ratios.slice(4).every((ratio) => ratio > 1.4),
    ...ratios,
  );
};

/** Constraints C25 to C27. */
export const latency: readonly Constraint[] = [
  constraint(
    "C25",
    "14B takes 137.7 s for 6k tokens at 16 bits and 130.1 s for 10k at 4 bits.",
    held(160, publishedLatencies, { asks: "within half a per cent" }),
  ),
  constraint(
    "C26",
    "Latency grows nearly in proportion to tokens, which explain more of it than size or bits.",
    held(160, lengthDominates, {
      asks:
        "of the variance of its logarithm; correlation with tokens above .995",
    }),
  ),
  constraint(
    "C27",
    "At equal tokens 16 bits are hardly slower than 4 up to 8B and clearly slower at 14B and 32B.",
    held(160, quantizationSpeedsUp, {
      asks: "at 6k tokens less than 1.4 times, and more",
    }),
  ),
];
