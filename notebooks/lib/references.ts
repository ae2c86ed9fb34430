/** Data sets of the site that results of one's own may be held against. */
import type { Reference } from "./chart.ts";
import { dataSet, shipped } from "./data_set.ts";
import { frontierOfOne } from "./scenarios.ts";

/** A name and how to come by the frontier. */
export interface Offered {
  readonly name: string;
  readonly load: () => Promise<Reference>;
}

/** Every benchmark of every shipped data set. */
export async function references(): Promise<Offered[]> {
  const sets = await shipped();
  return sets.flatMap(({ name: set, kind, benchmarks }) =>
    benchmarks.map(({ name: benchmark, label }) => {
      const name = `${set}, ${label}${
        kind === "simulated" ? ", SIMULATED" : ""
      }`;
      return {
        name,
        load: async () => ({
          name,
          frontier: frontierOfOne(await dataSet(set), benchmark),
        }),
      };
    })
  );
}
