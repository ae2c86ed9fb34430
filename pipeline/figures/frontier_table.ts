/** How steady the members of figure 1's frontier are, and what comes near it. */
import { epsilonFrontier } from "../statistics/pareto.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { whose } from "./origin.ts";
import { memoryColumn, percent, type SerialPoints } from "./serial_points.ts";
import { steadiness } from "./steadiness.ts";
import type { TextTable } from "./text_table.ts";
import { tokensSaid } from "./unit.ts";

/** Accuracies are compared as the frontiers compare them. */
const GRID = 1e12;

/** The serial frontier of mathematics and what lies within epsilon of it, cheapest first, with the share of resamples in which each is on the frontier; null where there is none. */
export function frontierTable(results: Results): TextTable | null {
  const serial = steadiness(results);
  if (!serial) return null;
  const { study } = results;
  const { benchmark, frontier, drawn, kept } = serial;
  const epsilon = study.claims.epsilon?.full ?? 0;
  const memory = memoryColumn(results);
  return {
    name: "frontier",
    title: `Figure 1's frontier, how steady it is and what comes near it (${
      whose(results)
    })`,
    columns: [
      ["model", "Model"],
      ["weights", "Weights"],
      ["budget", "Token budget"],
      memory.column,
      ["accuracy_percent", "Accuracy, %"],
      ["lower_percent", "from, %"],
      ["upper_percent", "to, %"],
      ["stability_percent", "kept, %"],
      ["behind_points", "behind, points"],
    ],
    rows: within(epsilon, serial).map((m) => [
      m.model.label,
      weightLabel(m.bits),
      tokensSaid(m.budget),
      memory.said(m.totalBytes),
      percent(m.accuracy),
      percent(m.lower),
      percent(m.upper),
      percent(kept.get(m)!),
      frontier.members.includes(m) ? "–" : percent(behind(m, serial)),
    ]),
    note:
      `${benchmark.label}, one sample, full cache. From and to: 95 % bootstrap-t interval for new ` +
      `problems. Kept: share of ${
        drawn.draws.toLocaleString("en-US")
      } joint resamples of the problems in ` +
      `which the scenario is on the frontier; how steady it is, not how sure. Behind: how much less ` +
      `accurate than the best for as much memory; – is on the frontier, the others come within ` +
      `${percent(epsilon)} points of it.`,
  };
}

/** The scenarios at or above the floor within epsilon of the best affordable, cheapest first. */
function within(
  epsilon: number,
  { frontier: { floor }, measurements }: SerialPoints,
): Measurement[] {
  const points = measurements.filter(({ accuracy }) => !(accuracy < floor))
    .map((measurement, i) => ({
      id: String(i).padStart(8, "0"),
      cost: measurement.totalBytes,
      value: Math.round(measurement.accuracy * GRID),
      measurement,
    }));
  return epsilonFrontier(points, Math.round(epsilon * GRID))
    .map(({ measurement }) => measurement);
}

/** What the best for as much memory is ahead, 0-1. */
function behind(
  { accuracy, totalBytes }: Measurement,
  { frontier }: SerialPoints,
): number {
  const best = frontier.members.findLast((m) => m.totalBytes <= totalBytes);
  return best!.accuracy - accuracy;
}
