/** Counts of worlds in the words of a report. */
import { clopperPearson } from "../statistics/clopper_pearson.ts";
import type { Trial } from "./trial.ts";

const percent = (share: number) => (100 * share).toFixed(0);

/** A count as a share with its exact 95 % bounds: "12 % (5-24)". */
export function shareText(count: number, of: number): string {
  const { lower, upper } = clopperPearson(count, of);
  return `${percent(count / of)} % (${percent(lower)}-${percent(upper)})`;
}

/** The seeds of a trial: "seeds 20001-20060". */
export function seedsText({ firstSeed, worlds }: Trial): string {
  return `seeds ${firstSeed}-${firstSeed + worlds - 1}`;
}

/** "finding-3" -> "F3". */
export function shortName(finding: string): string {
  return finding.replace("finding-", "F");
}

/** A table in Markdown whose first columns, so many, are words and the others numbers. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  words = 1,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(heads),
    line(heads.map((_, at) => at < words ? "---" : "---:")),
    ...rows.map(line),
  ].join("\n");
}
