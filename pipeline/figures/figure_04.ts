/** Figure 4: what does memory buy where knowledge decides? */
import type { Results } from "../study/results.ts";
import { budgetsOf } from "../study/study.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, DrawOptions, Figure } from "./figure.ts";
import { memoryCost } from "./memory_cost.ts";
import { frontierSaid, memorySaid } from "./said.ts";
import { scalingLegend, undominatedEntries } from "./scaling_legend.ts";
import {
  floorSaid,
  frontierOf,
  serialPanel,
  serialRows,
} from "./serial_panel.ts";
import { drawSheet, drawWords, intervalsSaid, WHOLE } from "./sheet.ts";
import { budgetSpan, memoryUnit } from "./unit.ts";

const NAME = "figure-04";
const TITLE = "Accuracy against memory: questions of knowledge";

export const knowledgeScaling: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results, options?: DrawOptions): Drawing {
  const { study } = results;
  const benchmark = benchmarkOf(study, "knowledge");
  const cost = memoryCost(study);
  if (!benchmark || serialRows(results, benchmark, cost).length === 0) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no serial measurement of a knowledge benchmark with the full cache.",
    });
  }
  const budgets = budgetsOf(study, benchmark.name);
  const span = budgetSpan(budgets);
  const unit = memoryUnit(study);
  const members = frontierOf(results, benchmark, cost);
  const intervals = options?.intervals ?? false;
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, one sample, full cache; a curve is one model at one precision, thinking ${span} tokens`,
    shows:
      `The same as figure 1 on ${benchmark.label}, where knowing decides more than thinking: ` +
      `memory (${unit.name}, logarithmic) against accuracy, the token budget growing from ` +
      `${span} along a curve, the frontier dashed.` +
      floorSaid(study, benchmark),
    says: frontierSaid(members, (m) => memorySaid(m.totalBytes, unit)),
    benchmark: benchmark.name,
    legend: [...scalingLegend(study, budgets), undominatedEntries()],
    intervals: intervalsSaid(intervals),
    columns: 1,
    frameHeight: WHOLE,
  }, [serialPanel(results, benchmark, cost, { labels: true, intervals })]);
}
