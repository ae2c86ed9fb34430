/** Constraints 9d: what majority votes among parallel samples gain over longer thinking. */
import type { Grid } from "../grid.ts";
import {
  type Constraint,
  constraint,
  found,
  held,
  otherReading,
  type Rule,
} from "./constraint.ts";
import { envelopeOf } from "./curves.ts";
import {
  type ConfigName,
  curveOf,
  fromWeightOf,
  lighterThan,
  placeOf,
} from "./places.ts";
import { votes, votingMemory } from "./votes.ts";

/** Points that are no gain, per cent. */
const SLACK = 1;

/** The most that votes of more than one sample gain over the serial frontier at their memory. */
function mostGained(grid: Grid, names: readonly ConfigName[]): number {
  const costs = votingMemory(grid);
  const perConfig = costs.length / grid.configs.length;
  const places = names.flatMap((name) =>
    Array.from(
      { length: perConfig },
      (_, i) => placeOf(grid, name) * perConfig + i,
    )
  ).filter((place) => grid.groups[place % grid.groups.length]! > 1)
    .sort((a, b) => costs[a]! - costs[b]!);
  const serial = envelopeOf(
    curveOf(grid, grid.accuracy),
    places.map((place) => costs[place]!),
  );
  return Math.max(
    ...places.map((place, i) => grid.majority[place]! - serial[i]!),
  );
}

const noGainSmall = (slack: number): Rule => (grid) => {
  const most = mostGained(grid, lighterThan(grid, "4B-8"));
  return found(most <= slack, most);
};

const gainLarge: Rule = (grid) => {
  const large = fromWeightOf(grid, "4B-8");
  const most = mostGained(grid, large);
  const rise = large.every((name) => {
    const of = (group: number) => votes(grid, name, 30000, group);
    return of(16) > of(6) && of(6) > of(1);
  });
  return found(most > SLACK && rise, most);
};

/** Constraints C20 and C21. */
export const voting: readonly Constraint[] = [
  constraint(
    "C20",
    "For models lighter than 4B at 8 bits no vote lies above the serial frontier.",
    held(160, noGainSmall(0)),
    otherReading(160, noGainSmall(SLACK), { asks: "by more than 1 point" }),
  ),
  constraint(
    "C21",
    "From 4B at 8 bits on some votes lie above the serial frontier, and votes gain with the group.",
    held(151, gainLarge, {
      asks:
        "by more than 1 point somewhere; at 30k tokens 16 samples beat 6 and 6 beat 1 for every model",
    }),
  ),
];
