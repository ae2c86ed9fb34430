/** Figure 3: what is worth its memory once generations in a batch share the weights? */
import type { Results } from "../study/results.ts";
import { budgetsOf } from "../study/study.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { memoryCost } from "./memory_cost.ts";
import { scalingLegend, undominatedEntries } from "./scaling_legend.ts";
import { type Cost, serialPanel, serialRows } from "./serial_panel.ts";
import { drawSheet, drawWords } from "./sheet.ts";
import { budgetSpan, memoryUnit } from "./unit.ts";

const NAME = "figure-03";
const TITLE = "Accuracy against memory per generation in a batch";
const PANEL_HEIGHT = 330;

export const batchScaling: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study, frontiers } = results;
  const benchmark = benchmarkOf(study, "math");
  if (
    !benchmark ||
    serialRows(results, benchmark, memoryCost(study)).length === 0
  ) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no serial measurement of a mathematics benchmark with the full cache.",
    });
  }
  const unit = memoryUnit(study);
  const batches = frontiers.filter(({ scope, benchmark: name }) =>
    scope === "batch" && name === benchmark.name
  ).map(({ of }) => Number(of));
  const budgets = budgetsOf(study, benchmark.name);
  const costOf = (batch: number): Cost => ({
    label: `Memory of a generation (${unit.name})`,
    of: ({ weight_bytes, kv_bytes }) =>
      (weight_bytes / batch + kv_bytes) / unit.bytes,
    scope: "batch",
    which: String(batch),
  });
  return drawSheet(
    results,
    {
      name: NAME,
      title: TITLE,
      subtitle:
        `${benchmark.label}, one sample, full cache; every generation of a batch pays its share of the weights`,
      caption:
        `Memory of one generation, the weights divided by the batch and its own KV cache ` +
        `(${unit.name}, logarithmic), against accuracy on ${benchmark.label}, for theoretical ` +
        `batches of ${
          batches.join(", ")
        }. The larger the batch, the cheaper large weights ` +
        `become; token budgets ${
          budgetSpan(budgets)
        } along a curve, the frontier dashed.`,
      benchmark: benchmark.name,
      legend: [...scalingLegend(study, budgets), undominatedEntries()],
      intervals: null,
      columns: 2,
      panelHeight: PANEL_HEIGHT,
    },
    batches.map((batch) =>
      serialPanel(results, benchmark, costOf(batch), {
        title: `Batch ${batch}`,
      })
    ),
  );
}
