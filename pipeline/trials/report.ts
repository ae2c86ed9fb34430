/** Counts of worlds in the words of a report. */
import { clopperPearson } from "../statistics/clopper_pearson.ts";
import type { Trial } from "./trial.ts";

/** What both reports own up to, as paragraphs of Markdown are cut. */
export const RULES_CHANGED: readonly string[] = [
  "The rules were chosen on worlds of seeds from 30001 up. Three were changed after",
  "earlier trials on seeds from 20001 up, so worlds of these seeds are no longer new",
  "to them: F2 (d), with which F2 was supported in at most 68 % of the worlds that",
  "follow the paper, even at 480 problems; F3 (c), with which F3 was supported in 56 %",
  "at 120 problems; and F4 (c), with which F4 was supported in 1 of 20 worlds of N7a,",
  "in which it is false. Reports print all three as first written too.",
];

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
