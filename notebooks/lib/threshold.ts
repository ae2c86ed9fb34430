import { memorySaid } from "../../pipeline/study/memory_said.ts";
import type { Rulings } from "./ruled.ts";

/** The size at which more tokens become the better use, with its uncertainty; says so where the data do not tell. */
export function thresholdSaid({ findings }: Rulings): string {
  const found = findings.find(({ finding }) => finding === "finding-1");
  const [estimate] = found?.estimates ?? [];
  if (!estimate) {
    return "Where that size lies cannot be told from this data set: it has too few sizes.";
  }
  const { statement, value, lower, upper } = estimate;
  const said = (numbers: number[]) => memorySaid(numbers, " to ");
  return `${statement}: ${said([value])}; ${
    said([lower, upper])
  } in the middle 95 % of resamples of the problems.`;
}
