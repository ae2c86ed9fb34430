/** Panels that compare KV strategies, one sample each. */
import * as Plot from "@observablehq/plot";
import type { Benchmark } from "../study/benchmark.ts";
import { kvName, kvSize, type KvStrategy } from "../study/kv_strategy.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Model } from "../study/model.ts";
import type { Results } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import { type WeightBits, weightLabel } from "../study/weights.ts";
import { type Axis, logDomain, percentDomain } from "./axes.ts";
import type { LegendGroup } from "./legend.ts";
import { intervalBars } from "./marks.ts";
import type { Panel } from "./panel.ts";
import { familyColour, familyDash } from "./style.ts";
import { memoryUnit } from "./unit.ts";

/** A measurement as a point of a strategy's curve. */
export interface StrategyPoint {
  readonly curve: string;
  readonly cost: number;
  readonly accuracy: number;
  /** 95 % interval, per cent. */
  readonly lower: number;
  readonly upper: number;
  readonly budget: number;
  readonly colour: string;
  readonly dash: string;
}

/** The serial measurements of a benchmark under some families of strategies. */
export function strategyMeasurements(
  { measurements }: Results,
  benchmark: Benchmark,
  kinds: readonly KvStrategy["kind"][],
): Measurement[] {
  return measurements.filter((m) =>
    m.benchmark.name === benchmark.name && m.group === 1 &&
    kinds.includes(m.kv.kind)
  );
}

/** The strategies of a study in some families, by family, the least compressed first. */
export function strategiesOf(
  { kvStrategies }: Study,
  kinds: readonly KvStrategy["kind"][],
): KvStrategy[] {
  return kinds.flatMap((kind) =>
    kvStrategies.filter((kv) => kv.kind === kind)
      .toSorted((a, b) => (kvSize(b) ?? 0) - (kvSize(a) ?? 0))
  );
}

/** What captions say where caches are compared on unlike numbers of samples; empty where they are not. */
export function samplesSaid({ samples: { full, compressed } }: Study): string {
  return full === compressed
    ? ""
    : ` The full cache was answered with ${full} samples a problem, a compressed one with ` +
      `${compressed}: small differences between them are noise, and the findings that compare them ` +
      `say which samples they take.`;
}

/** The dash of a strategy among those of its family. */
function dashOf(study: Study, kv: KvStrategy): string {
  return familyDash(
    strategiesOf(study, [kv.kind]).findIndex((each) =>
      kvName(each) === kvName(kv)
    ),
  );
}

/** Headings of the families in legends. */
const FAMILIES = {
  full: "KV cache",
  rkv: "R-KV, tokens kept",
  streaming: "StreamingLLM, tokens kept",
  hqq: "Quantized KV",
} as const;

function legendLabel(kv: KvStrategy): string {
  switch (kv.kind) {
    case "full":
      return "full";
    case "rkv":
    case "streaming":
      return String(kv.retained);
    case "hqq":
      return `${kv.bits}-bit`;
  }
}

/** What the colours and dashes of strategies mean, a group for each family. */
export function strategyLegend(
  study: Study,
  kinds: readonly KvStrategy["kind"][],
): LegendGroup[] {
  return kinds.map((kind) => ({
    heading: FAMILIES[kind],
    entries: strategiesOf(study, [kind]).map((kv) => ({
      swatch: "line",
      label: legendLabel(kv),
      colour: familyColour(kind),
      dash: dashOf(study, kv),
      width: 2,
    })),
  }));
}

/** Measurements as points of curves, one curve a model, precision and strategy. */
export function strategyPoints(
  study: Study,
  measurements: readonly Measurement[],
): StrategyPoint[] {
  const unit = memoryUnit(study);
  const dashes = new Map(
    study.kvStrategies.map((kv) => [kvName(kv), dashOf(study, kv)]),
  );
  return measurements.map((m) => ({
    curve: `${m.model.name} ${m.bits} ${kvName(m.kv)}`,
    cost: m.totalBytes / unit.bytes,
    accuracy: 100 * m.accuracy,
    lower: 100 * m.lower,
    upper: 100 * m.upper,
    budget: m.budget,
    colour: familyColour(m.kv.kind),
    dash: dashes.get(kvName(m.kv))!,
  }));
}

/** Axes that several panels share, with room for intervals where they are drawn. */
export function sharedAxes(
  points: readonly {
    readonly cost: number;
    readonly accuracy: number;
    readonly upper: number;
  }[],
  unit: string,
  intervals = false,
): { readonly x: Axis; readonly y: Axis } {
  return {
    x: {
      label: `Total memory (${unit})`,
      scale: "log",
      domain: logDomain(points.map(({ cost }) => cost)),
    },
    y: {
      label: "Accuracy (%)",
      scale: "percent",
      domain: percentDomain(
        points.map(({ accuracy, upper }) =>
          (intervals ? upper : accuracy) / 100
        ),
      ),
    },
  };
}

/** One model at one precision under every strategy: a curve each, its dots the token budgets. */
export function strategyPanel(
  study: Study,
  model: Model,
  bits: WeightBits,
  measurements: readonly Measurement[],
  y: Axis,
  intervals: boolean,
): Panel {
  const own = strategyPoints(
    study,
    measurements.filter((m) => m.model.name === model.name && m.bits === bits),
  );
  const { x } = sharedAxes(own, memoryUnit(study).name);
  const longest = Math.max(...own.map(({ budget }) => budget));
  return {
    title: `${model.label}, ${weightLabel(bits)}`,
    x,
    y,
    marks: () => [
      ...(intervals
        ? [intervalBars(own.filter(({ budget }) => budget === longest))]
        : []),
      ...curves(own),
      dotsOf(own),
    ],
  };
}

/** The curves of points, each in its colour and dash. */
export function curves(
  points: readonly StrategyPoint[],
  width = 1.5,
  opacity = 1,
): Plot.Markish[] {
  // A dash is no channel: one mark a dash.
  return [...Map.groupBy(points, ({ dash }) => dash)].map(([dash, some]) =>
    Plot.line(some, {
      x: "cost",
      y: "accuracy",
      z: "curve",
      stroke: (point: StrategyPoint) => point.colour,
      strokeWidth: width,
      strokeOpacity: opacity,
      strokeDasharray: dash,
    })
  );
}

function dotsOf(points: readonly StrategyPoint[]): Plot.Markish {
  return Plot.dot(points, {
    x: "cost",
    y: "accuracy",
    r: 1.8,
    fill: (point: StrategyPoint) => point.colour,
  });
}
