/** Worlds of known accuracy -> how often 95 % intervals hold it. */
import { METHODS } from "./coverage/methods.ts";
import { drawScores, trueAccuracy, type World } from "./coverage/worlds.ts";
import { INTERVAL_DRAWS, problemDraws } from "./statistics/resample.ts";

/** How one method did in one world. */
export interface Coverage {
  readonly world: string;
  readonly method: string;
  /** Share of the draws whose interval holds the true accuracy, and its Monte-Carlo standard error. */
  readonly share: number;
  readonly error: number;
  /** Mean width of the intervals, 0-1. */
  readonly width: number;
}

/**
 * Every method in one world, ours first, over as many draws of its problems
 * and samples as asked. The bootstrap's own draws are the committed ones, as
 * in every measurement.
 */
export function coverage(
  world: World,
  draws: number,
  seed: number,
): Coverage[] {
  const drawn = problemDraws(
    world.problems,
    INTERVAL_DRAWS.draws,
    INTERVAL_DRAWS.seed,
  );
  const truth = trueAccuracy(world);
  const held = METHODS.map(() => 0);
  const width = METHODS.map(() => 0);
  for (let draw = 0; draw < draws; draw++) {
    const scores = drawScores(world, seed, draw);
    METHODS.forEach(({ bounds }, m) => {
      const { lower, upper } = bounds(scores, drawn);
      if (lower <= truth && truth <= upper) held[m]!++;
      width[m]! += upper - lower;
    });
  }
  return METHODS.map(({ name }, m) => {
    const share = held[m]! / draws;
    return {
      world: world.name,
      method: name,
      share,
      error: Math.sqrt(share * (1 - share) / draws),
      width: width[m]! / draws,
    };
  });
}
