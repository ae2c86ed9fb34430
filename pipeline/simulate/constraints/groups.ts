/** Constraints 9d, continued: how many parallel samples are best, and what they gain. */
import { kendallTauB } from "../../statistics/kendall.ts";
import type { Grid } from "../grid.ts";
import {
  type Constraint,
  constraint,
  firstWritten,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import { frontierOf } from "./curves.ts";
import {
  at,
  type ConfigName,
  CONFIGS,
  FLOOR,
  fromWeightOf,
  isOfSize,
  share,
} from "./places.ts";
import { votes, votingMemory } from "./votes.ts";
import { mean, quantile } from "./ranks.ts";

/** The edges of the published bands of the best group, GiB. */
const MIDDLE = 16.4;
const UPPER = 28.92;
/** A point so near an edge may belong to either band, a step of the memory grid. */
const STEP = 0.1;

/** A point of the frontier over all groups. */
interface GroupPoint {
  readonly gib: number;
  readonly group: number;
}

function globalFrontier(grid: Grid): GroupPoint[] {
  const costs = votingMemory(grid);
  return frontierOf({ costs, values: grid.majority }, FLOOR).map((at) => ({
    gib: costs[at]!,
    group: grid.groups[at % grid.groups.length]!,
  }));
}

const groupsRise: Rule = (grid) => {
  const groups = globalFrontier(grid).map(({ group }) => group);
  const steps = groups.slice(1).map((group, i) => group >= groups[i]!);
  return found(steps.every(Boolean), share(steps, Boolean));
};

const groupsFollowMemory: Rule = (grid) => {
  const points = globalFrontier(grid);
  const tau = kendallTauB(points.map((p) => p.group), points.map((p) => p.gib));
  return found(tau > 0.6, tau);
};

const medianGroups: Rule = (grid) => {
  const points = globalFrontier(grid).filter(({ gib }) => gib > 10);
  const median = (isIn: (gib: number) => boolean) =>
    quantile(
      points.filter(({ gib }) => isIn(gib)).map(({ group }) => group),
      0.5,
    );
  const low = median((gib) => gib < MIDDLE);
  const middle = median((gib) => gib >= MIDDLE && gib <= UPPER);
  const high = median((gib) => gib > UPPER);
  return found(
    low <= 3 && middle >= 4 && middle < 8 && high >= 8,
    low,
    middle,
    high,
  );
};

const everyGroupInBand: Rule = (grid) => {
  const points = globalFrontier(grid).filter(({ gib }) => gib > 10);
  const inBand = (edge: number) => ({ gib, group }: GroupPoint) =>
    gib < MIDDLE * (1 + edge) && group <= 3 ||
    gib >= MIDDLE * (1 - edge) && gib <= UPPER * (1 + edge) && group >= 4 &&
      group < 8 ||
    gib >= UPPER * (1 - edge) && group >= 8;
  return found(
    points.every(inBand(STEP)),
    share(points, inBand(0)),
  );
};

/** What 16 votes gain over one sample, points. */
const gainOf = (grid: Grid, name: ConfigName, budget: number) =>
  votes(grid, name, budget, 16) - votes(grid, name, budget, 1);

const gains = (
  { late, most, low }: {
    late: number;
    most: number;
    low: (grid: Grid, all: readonly number[]) => number;
  },
): Rule =>
(grid) => {
  const large = fromWeightOf(grid, "4B-8");
  const atEnd = large.map((name) => gainOf(grid, name, 30000));
  const anywhere = large.flatMap((name) =>
    grid.budgets.map((budget) => gainOf(grid, name, budget))
  );
  const hardlyRight = low(
    grid,
    CONFIGS.filter((name) => isOfSize(name, "0.6B", "1.7B")).flatMap((name) =>
      grid.budgets
        .filter((budget) => at(grid, grid.accuracy, name, budget) < 15)
        .map((budget) => gainOf(grid, name, budget))
    ),
  );
  const [least, end] = [Math.min(...atEnd), Math.max(...atEnd)];
  const all = Math.max(...anywhere);
  return found(
    least >= 4 && end <= late && all <= most && hardlyRight < 5,
    least,
    end,
    all,
    hardlyRight,
  );
};

const largest = (_: Grid, all: readonly number[]) => Math.max(...all);

const loosened = gains({
  late: 17,
  most: 26,
  low: (grid, all) => grid.isDrawn ? mean(all) : Math.max(...all),
});

/** Constraints C22 to C24. */
export const groups: readonly Constraint[] = [
  constraint(
    "C22",
    "Along the frontier over all groups the group does not fall as memory grows.",
    held(160, groupsFollowMemory, { asks: "rank correlation above .6" }),
    firstWritten(false, 0, groupsRise, {
      asks: "at no step",
      unmet:
        "1,008 candidates lie so close that steps between models interleave the groups",
    }),
  ),
  constraint(
    "C23",
    "Above 10 GiB the best group is at most 3 below 16.4 GiB, 4 to 7 up to 28.9 GiB and at least 8 above.",
    held(145, medianGroups, { asks: "as the medians of the bands' points" }),
    firstWritten(false, 3, everyGroupInBand, {
      asks:
        "every point, but within 10 % of an edge either band; shown is the share without that",
      unmet:
        "1,008 candidates lie so close that steps between models interleave the groups",
    }),
  ),
  constraint(
    "C24",
    "Sixteen votes gain 4 to 15 points for large models at 30k tokens, at most 20 at less, and hardly any where one sample is seldom right.",
    held(159, loosened, {
      asks:
        "from 4B at 8 bits on 4 to 17 and at most 26; 0.6B and 1.7B below 15 % less than 5, in a drawn grid on average",
    }),
    firstWritten(true, 79, gains({ late: 15, most: 20, low: largest }), {
      asks:
        "from 4B at 8 bits on 4 to 15 and at most 20; 0.6B and 1.7B below 15 % less than 5 everywhere",
    }),
  ),
];
