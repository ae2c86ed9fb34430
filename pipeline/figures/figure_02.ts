/** Figure 2: what figure 1's frontier is made of as memory grows. */
import * as Plot from "@observablehq/plot";
import { measurementRow } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf } from "../study/study.ts";
import { linearDomain, logDomain } from "./axes.ts";
import { benchmarkOf, type Dot, dots, frontierMembers } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { dotMarks } from "./marks.ts";
import { scalingLegend } from "./scaling_legend.ts";
import { drawSheet, drawWords, type Panel } from "./sheet.ts";
import { FAINT } from "./style.ts";
import { memoryUnit, tokensSaid } from "./unit.ts";

const NAME = "figure-02";
const TITLE = "What the frontier is made of";
const PANEL_HEIGHT = 380;

export const composition: Figure = { name: NAME, title: TITLE, draw };

/** A frontier member at its memory, with its budget or its weights as height. */
type Placed = Dot & { readonly height: number };

function draw(results: Results): Drawing {
  const { study } = results;
  const benchmark = benchmarkOf(study, "math");
  const [members = []] = benchmark
    ? frontierMembers(results, benchmark.name, "serial")
    : [];
  if (!benchmark || members.length === 0) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no serial frontier of a mathematics benchmark.",
    });
  }
  const unit = memoryUnit(study);
  const budgets = budgetsOf(study, benchmark.name);
  const rows = members.map(measurementRow);
  const at = dots(
    rows,
    study,
    budgets,
    ({ total_bytes }) => total_bytes / unit.bytes,
  );
  const x = {
    label: `Total memory (${unit.name})`,
    scale: "log",
    domain: logDomain(at.map(({ cost }) => cost)),
  } as const;
  const panel = (
    title: string,
    y: Panel["y"],
    heights: readonly number[],
  ): Panel => ({
    title,
    x,
    y,
    marks: steps(at.map((dot, i) => ({ ...dot, height: heights[i]! }))),
  });
  const weights = rows.map(({ weight_bytes }) => weight_bytes / unit.bytes);
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, one sample, full cache: the members of figure 1's frontier, cheapest first`,
    caption:
      `The members of figure 1's frontier on ${benchmark.label}: (a) their token budgets, ` +
      `(b) the memory of their weights, against their total memory (${unit.name}, logarithmic). ` +
      `Where (b) rises memory goes into weights, where (a) rises it goes into tokens.`,
    benchmark: benchmark.name,
    legend: scalingLegend(study, budgets),
    intervals: null,
    columns: 2,
    panelHeight: PANEL_HEIGHT,
  }, [
    panel("(a) Token budget", {
      label: "Token budget",
      scale: "linear",
      domain: linearDomain(budgets),
      said: tokensSaid,
    }, rows.map(({ budget }) => budget)),
    panel("(b) Effective size", {
      label: `Weights (${unit.name})`,
      scale: "log",
      domain: logDomain(weights),
    }, weights),
  ]);
}

/** Dots joined by a thin line in the order of memory. */
function steps(placed: readonly Placed[]): Plot.Markish[] {
  return [
    Plot.line(placed, {
      x: "cost",
      y: "height",
      stroke: FAINT,
      strokeWidth: 1,
    }),
    ...dotMarks(placed, () => true, "height"),
  ];
}
