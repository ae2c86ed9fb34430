/** Figure 8: does a compressed KV cache buy more for its memory? */
import * as Plot from "@observablehq/plot";
import type { KvStrategy } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import { type WeightBits, weightLabel } from "../study/weights.ts";
import { benchmarkOf, frontierMembers } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { drawSheet, drawWords, type Panel } from "./sheet.ts";
import {
  curves,
  sharedAxes,
  strategiesOf,
  strategyMeasurements,
  type StrategyPoint,
  strategyPoints,
} from "./strategy_panel.ts";
import { familyColour } from "./style.ts";
import { memoryUnit } from "./unit.ts";

const NAME = "figure-08";
const TITLE = "Frontiers of full, evicting and quantized caches";
const KINDS = ["full", "rkv", "hqq"] as const;
const SAID = {
  full: "no compression",
  rkv: "evicting (R-KV)",
  hqq: "quantized",
} as const;
const PANEL_HEIGHT = 330;

export const strategyFrontiers: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study } = results;
  const benchmark = benchmarkOf(study, "math");
  const all = benchmark ? strategyMeasurements(results, benchmark, KINDS) : [];
  if (!benchmark || new Set(all.map(({ kv }) => kv.kind)).size < 2) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no mathematics benchmark answered with compressed KV caches.",
    });
  }
  const unit = memoryUnit(study).name;
  const axes = sharedAxes(strategyPoints(study, all), unit);
  const frontierOf = (bits: WeightBits, kind: KvStrategy["kind"]) => {
    const [members = []] = frontierMembers(
      results,
      benchmark.name,
      "family",
      `${bits} ${kind}`,
    );
    return strategyPoints(study, members);
  };
  const panel = (bits: WeightBits): Panel => ({
    title: `${weightLabel(bits)} weights`,
    ...axes,
    marks: [
      ...curves(
        strategyPoints(study, all.filter((m) => m.bits === bits)),
        0.8,
        0.28,
      ),
      ...KINDS.map((kind) => frontierLine(frontierOf(bits, kind), kind)),
    ],
  });
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, one sample; all models of one weight precision pooled`,
    caption:
      `The frontiers of memory (${unit}, logarithmic) and accuracy on ${benchmark.label} without ` +
      `compression of the KV cache, with eviction and with quantization, all models pooled, one ` +
      `panel for each weight precision. Thin lines are the curves of single models and strategies.`,
    benchmark: benchmark.name,
    legend: [{
      heading: "Frontier, KV cache",
      entries: KINDS.map((kind) => ({
        swatch: "line",
        label: SAID[kind],
        colour: familyColour(kind),
        width: 2.4,
      })),
    }],
    intervals: null,
    strategies: strategiesOf(study, KINDS),
    columns: Math.min(2, study.weightBits.length),
    panelHeight: PANEL_HEIGHT,
  }, study.weightBits.map(panel));
}

function frontierLine(
  points: readonly StrategyPoint[],
  kind: KvStrategy["kind"],
): Plot.Markish {
  return Plot.line(points, {
    x: "cost",
    y: "accuracy",
    curve: "step-after",
    stroke: familyColour(kind),
    strokeWidth: 2.2,
  });
}
