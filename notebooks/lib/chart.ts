/** Figure 1, live: accuracy against memory. */
import * as Plot from "@observablehq/plot";
import { logTicks } from "../../pipeline/figures/axes.ts";
import type { Dot } from "../../pipeline/figures/curves.ts";
import {
  curveLines,
  dotMarks,
  FRONTIER_DASH,
  frontierLine,
  REFERENCE_DASH,
} from "../../pipeline/figures/marks.ts";
import { budgetRadius, modelColour } from "../../pipeline/figures/style.ts";
import { memoryUnit } from "../../pipeline/figures/unit.ts";
import { kvName } from "../../pipeline/study/kv_strategy.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";
import { budgetsOf } from "../../pipeline/study/study.ts";
import { onPage, PAGE } from "./colours.ts";
import type { DataSet } from "./data_set.ts";
import { costOf, type Picked } from "./scenarios.ts";

/** Pixels beside the frame, left and right. */
const MARGINS = 60;

/** A dot that knows what it stands for. */
export interface ScenarioDot extends Dot {
  readonly measurement: Measurement;
  readonly named: string;
}

/** A frontier of other measurements, and its name. */
export interface Reference {
  readonly name: string;
  readonly frontier: readonly Measurement[];
}

/** The pipeline's ticks of a logarithmic axis: 0.7, where Plot by itself says 700m or nothing. */
function memoryAxis(dots: readonly Dot[], width: number): Plot.Markish[] {
  const costs = dots.map(({ cost }) => cost);
  const [from, to] = [Math.min(...costs), Math.max(...costs)];
  if (!(from < to)) return [];
  const ticks = logTicks([from, to], width - MARGINS);
  return [
    Plot.gridX(ticks),
    Plot.axisX(ticks, { text: (tick: number) => String(tick) }),
  ];
}

/** Models as a legend, dots by bits and budget, the frontier dashed, another dotted; its value is the dot under the pointer. */
export function chart(
  { study }: DataSet,
  { benchmark, scenarios, frontier }: Picked,
  { batch, intervals, width, reference = null }: {
    readonly batch: number;
    readonly intervals: boolean;
    readonly width: number;
    readonly reference?: Reference | null;
  },
): (SVGSVGElement | HTMLElement) & Plot.Plot {
  const unit = memoryUnit(study);
  const budgets = budgetsOf(study, benchmark);
  const dotOf = (measurement: Measurement): ScenarioDot => ({
    curve: `${measurement.model.name} ${measurement.bits} ${
      kvName(measurement.kv)
    }`,
    model: measurement.model.name,
    bits: measurement.bits,
    budget: measurement.budget,
    group: measurement.group,
    cost: costOf(measurement, batch) / unit.bytes,
    accuracy: 100 * measurement.accuracy,
    lower: 100 * measurement.lower,
    upper: 100 * measurement.upper,
    colour: onPage(modelColour(study.models, measurement.model.name)),
    radius: budgetRadius(budgets, measurement.budget),
    measurement,
    named: named(measurement),
  });
  const dots = scenarios.map(dotOf);
  const best = frontier.map(dotOf);
  const others = reference?.frontier.map(dotOf) ?? [];
  const onIt = new Set(frontier);
  const plot = Plot.plot({
    width,
    height: Math.min(520, Math.max(320, 0.6 * width)),
    marginBottom: 42,
    ariaLabel: "Accuracy against memory",
    color: {
      legend: true,
      domain: study.models.map(({ label }) => label),
      range: study.models.map(({ name }) =>
        onPage(modelColour(study.models, name))
      ),
    },
    x: {
      type: "log",
      label: `Memory of one answer, ${unit.name}${
        batch > 1 ? `, weights shared by ${batch}` : ""
      }`,
    },
    y: { label: "Accuracy, %", zero: true, grid: true },
    r: { type: "identity" },
    marks: [
      ...memoryAxis([...dots, ...others], width),
      Plot.ruleY([0]),
      intervals
        ? Plot.ruleX(dots, {
          x: "cost",
          y1: "lower",
          y2: "upper",
          stroke: "colour",
          strokeOpacity: 0.35,
        })
        : null,
      curveLines(dots),
      frontierLine(best, FRONTIER_DASH, 1.5, PAGE.ink),
      frontierLine(others, REFERENCE_DASH, 1.5, PAGE.ink),
      Plot.text(others.slice(-1), {
        x: "cost",
        y: "accuracy",
        text: () => reference?.name ?? "",
        textAnchor: "end",
        dy: -10,
      }),
      ...dotMarks(
        dots,
        ({ measurement }) => onIt.has(measurement),
        "accuracy",
        PAGE,
      ),
      Plot.tip(
        dots,
        Plot.pointer({ x: "cost", y: "accuracy", title: "named" }),
      ),
    ],
  });
  // A click chooses; it shall not hold the tip where it is.
  plot.addEventListener(
    "pointerdown",
    (event) => event.stopImmediatePropagation(),
    true,
  );
  return plot;
}

const SVG = "http://www.w3.org/2000/svg";

/** Rings the dots that were chosen, and no others. */
export function pin(
  plot: ReturnType<typeof chart>,
  chosen: readonly ScenarioDot[],
): void {
  const [x, y] = [plot.scale("x")!, plot.scale("y")!];
  const svg = plot instanceof SVGSVGElement
    ? plot
    : plot.querySelector<SVGSVGElement>(":scope > svg")!;
  for (const old of svg.querySelectorAll(".pin")) old.remove();
  for (const { cost, accuracy, radius } of chosen) {
    const ring = document.createElementNS(SVG, "circle");
    ring.setAttribute("class", "pin");
    ring.setAttribute("cx", String(x.apply(cost)));
    ring.setAttribute("cy", String(y.apply(accuracy)));
    ring.setAttribute("r", String(radius + 5));
    svg.append(ring);
  }
}

/** A scenario in three lines. */
export function named(
  { model, bits, kv, budget, group, accuracy, lower, upper }: Measurement,
): string {
  const share = (value: number) => (100 * value).toFixed(1);
  return `${model.label}, ${bits}-bit weights, ${
    kv.kind === "full" ? "full cache" : kvName(kv)
  }\n${budget.toLocaleString("en-US")} tokens, ${
    group === 1 ? "one sample" : `${group} samples vote`
  }\n${share(accuracy)} % right (${share(lower)} to ${share(upper)})`;
}
