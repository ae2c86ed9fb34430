/** Figure 8: does a compressed KV cache buy more for its memory? */
import * as Plot from "@observablehq/plot";
import type { Benchmark } from "../study/benchmark.ts";
import type { KvStrategy } from "../study/kv_strategy.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { type WeightBits, weightLabel } from "../study/weights.ts";
import { benchmarkOf, frontierMembers } from "./curves.ts";
import type { Drawing, DrawOptions, Figure } from "./figure.ts";
import { intervalBars } from "./marks.ts";
import type { Panel } from "./panel.ts";
import { listSaid, memorySaid, percentSaid } from "./said.ts";
import { floorSaid } from "./serial_panel.ts";
import { drawSheet, drawWords, intervalsSaid } from "./sheet.ts";
import {
  curves,
  samplesSaid,
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
  rkv: "evicting, R-KV",
  hqq: "quantized",
} as const;
const COLUMNS = 3;
const FRAME_HEIGHT = 320;
/** Share of a full cache's best accuracy that captions price. */
const GOOD = 0.9;

export const strategyFrontiers: Figure = { name: NAME, title: TITLE, draw };

type Kind = typeof KINDS[number];

function draw(results: Results, options?: DrawOptions): Drawing {
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
  const intervals = options?.intervals ?? false;
  const frontierOf = (bits: WeightBits, kind: Kind) =>
    strategyPoints(study, familyMembers(results, benchmark, bits, kind));
  const axes = sharedAxes(strategyPoints(study, all), unit, intervals);
  const panel = (bits: WeightBits): Panel => ({
    title: `${weightLabel(bits)} weights`,
    ...axes,
    marks: () => [
      ...curves(
        strategyPoints(study, all.filter((m) => m.bits === bits)),
        0.8,
        0.3,
      ),
      ...KINDS.flatMap((kind) => {
        const members = frontierOf(bits, kind);
        return [
          ...(intervals ? [intervalBars(members)] : []),
          ...frontierMarks(members, kind),
        ];
      }),
    ],
  });
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, one sample; all models of one weight precision pooled`,
    shows:
      `The frontiers of memory (${unit}, logarithmic) and accuracy on ${benchmark.label} without ` +
      `compression of the KV cache, with eviction and with quantization, all models pooled, one ` +
      `panel for each weight precision. Thin lines are the curves of single models and strategies.` +
      floorSaid(study, benchmark) + samplesSaid(study),
    says: study.weightBits.map((bits) => said(results, benchmark, bits))
      .join(" "),
    benchmark: benchmark.name,
    legend: [{
      heading: "Frontier, KV cache",
      entries: KINDS.filter((kind) => all.some(({ kv }) => kv.kind === kind))
        .map((kind) => ({
          swatch: "line",
          label: SAID[kind],
          colour: familyColour(kind),
          width: 2.4,
        })),
    }],
    intervals: intervalsSaid(intervals),
    strategies: strategiesOf(study, KINDS),
    columns: Math.min(COLUMNS, study.weightBits.length),
    frameHeight: FRAME_HEIGHT,
  }, study.weightBits.map(panel));
}

function familyMembers(
  results: Results,
  benchmark: Benchmark,
  bits: WeightBits,
  kind: Kind,
): readonly Measurement[] {
  const of = `${bits} ${kind}`;
  return frontierMembers(results, benchmark.name, "family", of)[0] ?? [];
}

function frontierMarks(
  points: readonly StrategyPoint[],
  kind: KvStrategy["kind"],
): Plot.Markish[] {
  return [
    Plot.line(points, {
      x: "cost",
      y: "accuracy",
      curve: "step-after",
      stroke: familyColour(kind),
      strokeWidth: 2,
    }),
    Plot.dot(points, {
      x: "cost",
      y: "accuracy",
      r: 2.2,
      fill: familyColour(kind),
    }),
  ];
}

/** What nine tenths of the full cache's best accuracy cost under each family. */
function said(
  results: Results,
  benchmark: Benchmark,
  bits: WeightBits,
): string {
  const unit = memoryUnit(results.study);
  const full = familyMembers(results, benchmark, bits, "full");
  if (full.length === 0) {
    return `With ${
      weightLabel(bits)
    } weights the full cache's frontier is empty: no scenario reaches its floor.`;
  }
  const best = Math.max(...full.map(({ accuracy }) => accuracy));
  const first = KINDS.flatMap((kind) => {
    const members = familyMembers(results, benchmark, bits, kind);
    if (members.length === 0) return [];
    const good = members.find(({ accuracy }) => accuracy >= GOOD * best);
    return [{ kind, good }];
  });
  const prices = first.flatMap(({ kind, good }) =>
    good ? [`${memorySaid(good.totalBytes, unit)} (${SAID[kind]})`] : []
  );
  const never = first.flatMap(({ kind, good }) => good ? [] : [SAID[kind]]);
  return `With ${weightLabel(bits)} weights ${
    percentSaid(GOOD * best)
  }, nine tenths of the full cache's best, costs ${listSaid(prices)}${
    never.length > 0 ? ` and is not reached by ${listSaid(never)}` : ""
  }.`;
}
