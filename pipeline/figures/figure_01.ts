/** Figure 1: what does memory buy when one sample thinks longer, or a larger model thinks? */
import type { Benchmark } from "../study/benchmark.ts";
import { weightBytes } from "../study/memory.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf, modelOf, type Study } from "../study/study.ts";
import { weightLabel } from "../study/weights.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { memoryCost } from "./memory_cost.ts";
import { counted, memorySaid, spanSaid } from "./said.ts";
import { scalingLegend, undominatedEntries } from "./scaling_legend.ts";
import {
  floorSaid,
  frontierOf,
  serialPanel,
  serialRows,
} from "./serial_panel.ts";
import { drawSheet, drawWords, intervalsSaid, WHOLE } from "./sheet.ts";
import { budgetSpan, memoryUnit } from "./unit.ts";

const NAME = "figure-01";
const TITLE = "Accuracy against memory: one sample, full cache";

export const serialScaling: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study } = results;
  const benchmark = benchmarkOf(study, "math");
  const cost = memoryCost(study);
  if (!benchmark || serialRows(results, benchmark, cost).length === 0) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no serial measurement of a mathematics benchmark with the full cache.",
    });
  }
  const unit = memoryUnit(study);
  const budgets = budgetsOf(study, benchmark.name);
  const span = budgetSpan(budgets);
  const pivot = pivotOf(study);
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}; a curve is one model at one precision, thinking ${span} tokens`,
    shows:
      `How memory (weights and KV cache, ${unit.name}, logarithmic) turns into accuracy on ` +
      `${benchmark.label} when every answer comes from one sample. Along a curve the token ` +
      `budget grows from ${span}; the dashed frontier joins what nothing cheaper equals, with ` +
      `95 % intervals for new problems.` + floorSaid(study, benchmark),
    says: said(results, benchmark),
    benchmark: benchmark.name,
    legend: [...scalingLegend(study, budgets), undominatedEntries()],
    intervals: intervalsSaid(true),
    columns: 1,
    frameHeight: WHOLE,
  }, [
    serialPanel(results, benchmark, cost, {
      intervals: true,
      labels: true,
      threshold: pivot && {
        at: pivot.bytes / unit.bytes,
        name: `${pivot.label} weights`,
      },
    }),
  ]);
}

function said(results: Results, benchmark: Benchmark): string {
  const { study } = results;
  const unit = memoryUnit(study);
  const members = frontierOf(results, benchmark, memoryCost(study));
  const span = spanSaid(members, (m) => memorySaid(m.totalBytes, unit));
  const pivot = pivotOf(study);
  if (!pivot) return span;
  const small = members.filter((m) => m.weightBytes < pivot.bytes).length;
  return `${span} The vertical line stands at the weights of the ${pivot.label} ` +
    `(${
      memorySaid(pivot.bytes, unit)
    }), from which on the study expects tokens to be the ` +
    `better use of memory: ${counted(small, "member")} of the frontier ` +
    `${small === 1 ? "has" : "have"} smaller weights.`;
}

/** The model and precision whose weight bytes divide small from large. */
function pivotOf(study: Study) {
  const pivot = study.claims.scalePivot;
  if (!pivot) return null;
  const model = modelOf(study, pivot.model);
  return {
    label: `${weightLabel(pivot.bits)} ${model.label}`,
    bytes: weightBytes(model, pivot.bits),
  };
}
