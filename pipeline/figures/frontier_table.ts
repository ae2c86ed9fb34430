/** How steady the members of figure 1's frontier are. */
import { problemDraws, RULING_DRAWS } from "../statistics/resample.ts";
import { frontierStability } from "../statistics/stability.ts";
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { benchmarkOf } from "./curves.ts";
import { kindSaid } from "./origin.ts";
import type { TextTable } from "./text_table.ts";
import { memoryUnit, tokensSaid } from "./unit.ts";

const percent = (share: number) => (100 * share).toFixed(1);

/** The serial frontier of mathematics, cheapest first, with the share of resamples that keep each member; null where there is none. */
export function frontierTable(results: Results): TextTable | null {
  const { study, frontiers, measurements, dataSet } = results;
  const benchmark = benchmarkOf(study, "math");
  const frontier = frontiers.find(({ scope, benchmark: name }) =>
    scope === "serial" && name === benchmark?.name
  );
  const serial = measurements.filter((m) =>
    m.benchmark.name === benchmark?.name && m.kv.kind === "full" &&
    m.group === 1
  );
  if (!benchmark || !frontier || serial.length === 0) return null;
  const { draws, seed } = RULING_DRAWS;
  const stability = frontierStability(
    serial.map((m, at) => ({
      id: String(at),
      cost: m.totalBytes,
      scores: m.perProblem.accuracy,
    })),
    problemDraws(serial[0]!.problems, draws, seed),
    frontier.floor,
  );
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
      percent(stability[serial.indexOf(m)]!),
    ]),
    note:
      `${benchmark.label}, one sample, full cache. From and to: 95 % bootstrap-t interval for new ` +
      `problems. Kept: share of ${
        draws.toLocaleString("en-US")
      } joint resamples of the problems in ` +
      `which the member is on the frontier; how steady it is, not how sure.`,
  };
}
