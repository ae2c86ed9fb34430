/** Constraints 9a, continued: which precision suits which size, and the level of it all. */
import type { Grid } from "../grid.ts";
import {
  type Constraint,
  constraint,
  firstWritten,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import { between, evenly } from "./curves.ts";
import {
  type ConfigName,
  CONFIGS,
  curveOf,
  FLOOR,
  isOfSize,
  rows,
  serialFrontier,
} from "./places.ts";

const SMALL = ["0.6B", "1.7B"] as const;

/** Rivals of 8 bits at the two sizes where it shall be best. */
const RIVALS = SMALL.flatMap((size) =>
  ([4, 16] as const).map((bits): [ConfigName, ConfigName] => [
    `${size}-8`,
    `${size}-${bits}`,
  ])
);

/** The least lead of 8 bits over its rivals, at memories that a pair of curves shares. */
function leastLead(
  grid: Grid,
  places: (
    own: number[],
    scores: Float64Array,
    lo: number,
    hi: number,
  ) => number[],
): number {
  return Math.min(...RIVALS.flatMap(([name, rival]) => {
    const own = curveOf(grid, grid.accuracy, [name]);
    const other = curveOf(grid, grid.accuracy, [rival]);
    const costs = Array.from(own.costs);
    return places(costs, own.values, other.costs[0]!, other.costs.at(-1)!)
      .map((gib) => between(own, gib) - between(other, gib));
  }));
}

const leads8Bit: Rule = (grid) => {
  const lead = leastLead(
    grid,
    (own, scores, low, high) =>
      own.filter((gib, t) => gib >= low && gib <= high && scores[t]! >= FLOOR),
  );
  return found(lead > 0, lead);
};

const leads8BitEverywhere: Rule = (grid) => {
  const lead = leastLead(
    grid,
    (own, _, low, high) =>
      evenly(Math.max(own[0]!, low), Math.min(own.at(-1)!, high), 200),
  );
  return found(lead > 0, lead);
};

const only8BitSmall: Rule = (grid) => {
  const points = serialFrontier(grid)
    .filter(({ config }) => isOfSize(config, ...SMALL));
  const eight = points.filter(({ bits }) => bits === 8).length;
  return found(points.length > 0 && eight === points.length, eight);
};

const wideLarge: Rule = (grid) => {
  const points = serialFrontier(grid)
    .filter(({ config }) => !isOfSize(config, ...SMALL));
  const [eight, sixteen] = [8, 16].map((wanted) =>
    points.filter(({ bits }) => bits === wanted).length
  ) as [number, number];
  return found(eight > 0 && sixteen > 0, eight, sixteen);
};

const levels: Rule = (grid) => {
  const small = Math.max(
    ...rows(
      grid,
      grid.accuracy,
      CONFIGS.filter((name) => isOfSize(name, ...SMALL)),
    ),
  );
  const all = Math.max(...grid.accuracy);
  return found(small < 30 && all <= 75, small, all);
};

/** Constraints C10 to C12. */
export const precision: readonly Constraint[] = [
  constraint(
    "C10",
    "For 0.6B and 1.7B 8 bits are best at equal memory, and their frontier points have 8 bits.",
    held(116, leads8Bit, {
      part: "a",
      asks:
        "at every 8-bit point above the floor that the 4- or 16-bit curve overlaps",
    }),
    firstWritten(false, 0, leads8BitEverywhere, {
      part: "a",
      asks: "wherever the 8-bit curve overlaps the 4- or 16-bit one",
      unmet:
        "at 2.1 to 2.3 GiB, where the 8-bit curve of 1.7B begins and is below the floor, the 4-bit one is above it",
    }),
    held(157, only8BitSmall, {
      part: "b",
      asks: "on the frontier above the floor",
    }),
  ),
  constraint(
    "C11",
    "From 4B on both 8 and 16 bits are on the frontier.",
    held(158, wideLarge, { remark: "read as at least one point of each" }),
  ),
  constraint(
    "C12",
    "0.6B and 1.7B stay below 30 % at every budget, everything at or below 75 %.",
    held(158, levels, { remark: "kept at the price of C44 at 1.7B" }),
  ),
];
