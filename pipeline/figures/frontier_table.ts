/** How steady the members of figure 1's frontier are. */
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { kindSaid } from "./origin.ts";
import { steadiness } from "./steadiness.ts";
import type { TextTable } from "./text_table.ts";
import { memoryUnit, tokensSaid } from "./unit.ts";

const percent = (share: number) => (100 * share).toFixed(1);

/** The serial frontier of mathematics, cheapest first, with the share of resamples that keep each member; null where there is none. */
export function frontierTable(results: Results): TextTable | null {
  const { study, dataSet } = results;
  const found = steadiness(results);
  if (!found) return null;
  const { benchmark, frontier, draws, kept } = found;
  const unit = memoryUnit(study);
  return {
    name: "frontier",
    title: `Figure 1's frontier, and how steady it is (${dataSet}, ${
      kindSaid(study)
    })`,
    columns: [
      ["model", "Model"],
      ["weights", "Weights"],
      ["budget", "Token budget"],
      [`memory_${unit.name.toLowerCase()}`, `Memory, ${unit.name}`],
      ["accuracy_percent", "Accuracy, %"],
      ["lower_percent", "from, %"],
      ["upper_percent", "to, %"],
      ["stability_percent", "kept, %"],
    ],
    rows: frontier.members.map((m) => [
      m.model.label,
      weightLabel(m.bits),
      tokensSaid(m.budget),
      (m.totalBytes / unit.bytes).toFixed(2),
      percent(m.accuracy),
      percent(m.lower),
      percent(m.upper),
      percent(kept.get(m)!),
    ]),
    note:
      `${benchmark.label}, one sample, full cache. From and to: 95 % bootstrap-t interval for new ` +
      `problems. Kept: share of ${
        draws.toLocaleString("en-US")
      } joint resamples of the problems in ` +
      `which the member is on the frontier; how steady it is, not how sure.`,
  };
}
