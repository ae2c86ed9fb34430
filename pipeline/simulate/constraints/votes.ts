/** Votes in a grid: their memory and their scores. */
import type { Grid } from "../grid.ts";
import { budgetAt, type ConfigName, memory, placeOf } from "./places.ts";

/** Memory of every scenario with votes, by configuration, budget, then group, GiB. */
export function votingMemory(grid: Grid): Float64Array {
  const one = memory(grid);
  return Float64Array.from(grid.majority, (_, at) => {
    const cell = Math.floor(at / grid.groups.length);
    const cache = grid.cacheGiB.full![cell]!;
    return one[cell]! + (grid.groups[at % grid.groups.length]! - 1) * cache;
  });
}

/** The vote of a group, per cent. */
export function votes(
  grid: Grid,
  name: ConfigName,
  budget: number,
  group: number,
): number {
  const cell = placeOf(grid, name) * grid.budgets.length +
    budgetAt(grid, budget);
  return grid.majority[cell * grid.groups.length + grid.groups.indexOf(group)]!;
}
