/** Constraints 9c: weights shared by a batch of generations. */
import {
  type Constraint,
  constraint,
  firstWritten,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import {
  type ConfigName,
  isOfSize,
  lighterThan,
  memory,
  row,
  serialFrontier,
  share,
} from "./places.ts";
import type { Grid } from "../grid.ts";

const LARGEST = 16;
const BATCHES = [1, 2, 4, 8, LARGEST];
const FAVOURED: readonly ConfigName[] = [
  "8B-4",
  "8B-8",
  "14B-4",
  "14B-8",
  "4B-8",
  "4B-16",
];

const noSmallest: Rule = (grid) => {
  const points = serialFrontier(grid, LARGEST);
  const smallest = points.filter(({ config }) => isOfSize(config, "0.6B"));
  return found(smallest.length === 0, smallest.length);
};

const always4B: Rule = (grid) => {
  const own = row(grid, memory(grid, "full", LARGEST), "4B-8");
  const points = serialFrontier(grid, LARGEST);
  const wanted = grid.budgets.filter((_, t) => own[t]! >= 1 && own[t]! <= 2);
  const there = wanted.filter((budget) =>
    points.some((point) => point.config === "4B-8" && point.budget === budget)
  );
  return found(there.length === wanted.length, there.length, wanted.length);
};

const favouredAtMiddle: Rule = (grid) => {
  const points = serialFrontier(grid, LARGEST)
    .filter(({ cost }) => cost >= 1 && cost <= 4);
  const part = share(points, ({ config }) => FAVOURED.includes(config));
  return found(part > 0.5, part);
};

const lightest = (grid: Grid, batch: number) => {
  const small = lighterThan(grid, "4B-8");
  const points = serialFrontier(grid, batch);
  return { points, small: points.filter((p) => small.includes(p.config)) };
};

const falls = (values: readonly number[], slack: number) =>
  values.every((value, i) => i === 0 || value <= values[i - 1]! + slack) &&
  values[0]! > values.at(-1)!;

const lastSmall: Rule = (grid) => {
  const last = BATCHES.map((batch) =>
    Math.max(0, ...lightest(grid, batch).small.map(({ cost }) => cost))
  );
  return found(falls(last, 1e-9), ...last);
};

const shareOfSmall: Rule = (grid) => {
  const shares = BATCHES.map((batch) => {
    const { points, small } = lightest(grid, batch);
    return small.length / points.length;
  });
  return found(falls(shares, 0.02), ...shares);
};

/** Constraints C16 to C19. */
export const batched: readonly Constraint[] = [
  constraint(
    "C16",
    "At a batch of 16 no point of 0.6B is on the frontier.",
    held(160, noSmallest, {
      remark:
        "needs the floor: without one the point of least memory is always on the frontier",
    }),
  ),
  constraint(
    "C17",
    "At a batch of 16 every point of 4B at 8 bits from 1 to 2 GiB is on the frontier.",
    held(160, always4B),
  ),
  constraint(
    "C18",
    "At a batch of 16 the frontier from 1 to 4 GiB is mainly 8B and 14B at 4 or 8 bits and 4B at 8 or 16.",
    held(160, favouredAtMiddle, {
      asks: "more than half of its points",
      remark:
        "weak: in the expectation it holds through 4B at 8 and 16 bits alone, no point of 8B or 14B is there, contrary to the text",
    }),
  ),
  constraint(
    "C19",
    "What light models gain from their small weights shrinks as the batch grows.",
    held(160, lastSmall, {
      asks:
        "the last memory at which a model lighter than 4B at 8 bits is on the frontier falls over batches of 1, 2, 4, 8, 16",
    }),
    firstWritten(true, 160, shareOfSmall, {
      asks:
        "the share of frontier points lighter than 4B at 8 bits falls, but for 2 points of slack",
      remark: "changed without effect",
    }),
  ),
];
