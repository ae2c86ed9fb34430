/** Figure 1: what does memory buy when one sample thinks longer, or a larger model thinks? */
import { weightBytes } from "../study/memory.ts";
import { measurementRow } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf, modelOf, type Study } from "../study/study.ts";
import { weightLabel } from "../study/weights.ts";
import { dots, frontierMembers, mathBenchmark } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { drawSheet, drawWords, logDomain, percentDomain } from "./frame.ts";
import {
  border,
  curveLines,
  dotMarks,
  FRONTIER_DASH,
  frontierLine,
  intervalBars,
} from "./marks.ts";
import { measurementTable, rowsWhere } from "./measurement_table.ts";
import { scalingLegend } from "./scaling_legend.ts";
import { INK } from "./style.ts";
import { memoryUnit, tokensSaid } from "./unit.ts";

const NAME = "figure-01";
const TITLE = "Accuracy against memory: one sample, full cache";

export const serialScaling: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study, measurements } = results;
  const benchmark = mathBenchmark(study);
  const rows = benchmark
    ? rowsWhere(
      measurementTable(measurements),
      (row) =>
        row.benchmark === benchmark.name && row.kv === "full" &&
        row.group === 1,
    )
    : [];
  if (!benchmark || rows.length === 0) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no serial measurement of a mathematics benchmark with the full cache.",
    });
  }
  const unit = memoryUnit(study);
  const budgets = budgetsOf(study, benchmark.name);
  const shown = dots(rows, study, budgets, unit);
  const [members = []] = frontierMembers(results, benchmark.name, "serial");
  const frontier = dots(members.map(measurementRow), study, budgets, unit);
  const onFrontier = new Set(frontier.map(key));
  const pivot = pivotOf(study);
  const memories = shown.map(({ memory }) => memory);
  const threshold = pivot && pivot.bytes / unit.bytes;
  const span = `${tokensSaid(budgets[0]!)} to ${tokensSaid(budgets.at(-1)!)}`;
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}; a curve is one model at one precision, thinking ${span} tokens`,
    caption:
      `How memory (weights and KV cache, ${unit.name}, logarithmic) turns into accuracy on ` +
      `${benchmark.label} when every answer comes from one sample. Along a curve the token ` +
      `budget grows from ${span}; the dashed frontier joins what nothing cheaper beats, with ` +
      `95 % intervals for new problems.` +
      (pivot
        ? ` The vertical line marks the weight bytes of the ${pivot.label}, the size from which ` +
          `on the study expects tokens to be the better use of memory.`
        : ""),
    benchmark: benchmark.name,
    legend: [
      ...scalingLegend(study, budgets),
      {
        heading: "Frontier",
        entries: [
          {
            swatch: "line",
            label: "nothing beats it",
            colour: INK,
            dash: FRONTIER_DASH,
          },
        ],
      },
    ],
    intervals: "bars: 95 % bootstrap-t intervals for new problems",
    x: {
      label: `Total memory, weights and KV cache (${unit.name})`,
      domain: logDomain(
        threshold ? [...memories, threshold] : memories,
      ),
    },
    y: {
      label: "Accuracy (%)",
      domain: percentDomain([
        ...shown.map(({ accuracy }) => accuracy / 100),
        ...frontier.map(({ upper }) => upper / 100),
      ]),
    },
  }, [
    ...(pivot && threshold ? border(threshold, `${pivot.label} weights`) : []),
    intervalBars(frontier),
    curveLines(shown),
    frontierLine(frontier, FRONTIER_DASH),
    ...dotMarks(shown, (dot) => onFrontier.has(key(dot))),
  ]);
}

const key = ({ curve, budget }: { curve: string; budget: number }) =>
  `${curve} ${budget}`;

/** The configuration whose weight bytes divide small from large. */
function pivotOf(study: Study) {
  const pivot = study.claims.scalePivot;
  if (!pivot) return null;
  const model = modelOf(study, pivot.model);
  return {
    label: `${weightLabel(pivot.bits)} ${model.label}`,
    bytes: weightBytes(model, pivot.bits),
  };
}
