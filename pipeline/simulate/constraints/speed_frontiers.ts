/** Constraints 9e, continued: accuracy over latency and over throughput. */
import type { Grid } from "../grid.ts";
import {
  type Constraint,
  constraint,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import {
  type ConfigName,
  FLOOR,
  type FrontierPoint,
  isOfSize,
  pointsOf,
  share,
  SIZES,
} from "./places.ts";

/** The frontiers of accuracy over latency and over throughput. */
function speedFrontiers(
  grid: Grid,
): readonly [latency: FrontierPoint[], throughput: FrontierPoint[]] {
  const slowest = grid.requestsPerSecond.map((requests) => -requests);
  return [
    pointsOf(grid, grid.latencySeconds, grid.accuracy, FLOOR),
    pointsOf(grid, slowest, grid.accuracy, FLOOR),
  ];
}

const no4Bit: Rule = (grid) => {
  const narrow = speedFrontiers(grid).map((points) =>
    points.filter(({ bits }) => bits === 4).length
  );
  return found(narrow.every((count) => count === 0), ...narrow);
};

const mostly4B: Rule = (grid) => {
  const shares = speedFrontiers(grid).map((points) =>
    SIZES.map((size) =>
      share(points, ({ config, bits }) => isOfSize(config, size) && bits > 4)
    )
  );
  const isLargest = shares.every((own) => Math.max(...own) === own[2]);
  return found(isLargest, ...shares.flat());
};

const both4B: Rule = (grid) => {
  const counts = speedFrontiers(grid).flatMap((points) =>
    (["4B-8", "4B-16"] satisfies ConfigName[]).map((name) =>
      points.filter(({ config }) => config === name).length
    )
  );
  return found(counts.every((count) => count > 0), ...counts);
};

/** Constraints C28 and C29. */
export const speedFrontier: readonly Constraint[] = [
  constraint(
    "C28",
    "No 4-bit model is on the frontier of accuracy and latency, nor on that of accuracy and throughput.",
    held(160, no4Bit, {
      remark:
        "needs the floor, and 4 bits that are no faster than 8 or 16 at 0.6B",
    }),
  ),
  constraint(
    "C29",
    "4B at 8 and 16 bits has the largest share of both speed frontiers.",
    held(160, mostly4B),
    held(149, both4B, {
      part: " each",
      asks: "each of the two is on each of the two",
    }),
  ),
];
