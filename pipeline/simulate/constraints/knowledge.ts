/** Constraints 9b: knowledge, over memory. */
import type { Grid } from "../grid.ts";
import {
  type Constraint,
  constraint,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import { at, memory, pointsOf, share, SIZES } from "./places.ts";

const mostly4Bit: Rule = (grid) => {
  const points = pointsOf(grid, memory(grid), grid.knowledge);
  const narrow = points.filter(({ bits }) => bits === 4);
  const part = share(points, ({ bits }) => bits === 4);
  const models = new Set(narrow.map(({ config }) => config)).size;
  return found(part > 0.5 && models >= 3, part, models);
};

/** Share of the 16-bit score that 4 bits lose at 30k tokens. */
export function lossAt4Bits(
  grid: Grid,
  scores: Float64Array,
  size: typeof SIZES[number],
): number {
  return 1 -
    at(grid, scores, `${size}-4`, 30000) /
      at(grid, scores, `${size}-16`, 30000);
}

const tolerates4Bit: Rule = (grid) => {
  const losses = SIZES.map((size) =>
    [
      lossAt4Bits(grid, grid.knowledge, size),
      lossAt4Bits(grid, grid.accuracy, size),
    ] as const
  );
  return found(
    losses.every(([knowledge, math]) => knowledge < math),
    ...losses.flat(),
  );
};

const aboveChance: Rule = (grid) => {
  const least = Math.min(...grid.knowledge);
  return found(least >= 24, least);
};

/** Constraints C13 to C15. */
export const knowledge: readonly Constraint[] = [
  constraint(
    "C13",
    "More than half of the frontier points of knowledge have 4 bits, from several sizes.",
    held(160, mostly4Bit, {
      asks: "from at least three sizes, without a floor",
    }),
  ),
  constraint(
    "C14",
    "At every size 4 bits lose a smaller share of knowledge than of mathematics.",
    held(160, tolerates4Bit, { asks: "of the 16-bit score at 30k tokens" }),
  ),
  constraint(
    "C15",
    "No score of knowledge is below chance.",
    held(160, aboveChance, { asks: "24 % at least; chance is 25 %" }),
  ),
];
