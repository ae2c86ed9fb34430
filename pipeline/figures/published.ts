/** Speeds the source of a study prints, beside the scenarios of the data set. */
import * as Plot from "@observablehq/plot";
import type { Benchmark } from "../study/benchmark.ts";
import type { PublishedSpeed } from "../study/published_speed.ts";
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { dotBoxes, type Obstacles, type Wanted } from "./labels.ts";
import type { LegendGroup } from "./legend.ts";
import type { placing } from "./panel.ts";
import { listSaid } from "./said.ts";
import { modelColour, readable } from "./style.ts";
import { tokensSaid } from "./unit.ts";

const ARM = 5;
const SYMBOL = "times";

/** A published speed at the accuracy this data set gives its scenario. */
export interface PublishedPoint {
  readonly cost: number;
  /** Per cent; of the mean over the precisions where the source does not say which. */
  readonly accuracy: number;
  /** "14B 16-bit 6k". */
  readonly name: string;
  /** That of its model. */
  readonly colour: string;
}

/** The published speeds that a cost takes and whose scenario the data set has. */
export function publishedPoints(
  { study, measurements }: Results,
  benchmark: Benchmark,
  costOf: (speed: PublishedSpeed) => number | undefined,
): PublishedPoint[] {
  return (study.publishedSpeeds ?? []).flatMap((each) => {
    const cost = costOf(each);
    const scenarios = measurements.filter((m) =>
      m.benchmark.name === benchmark.name && m.kv.kind === "full" &&
      m.group === 1 && m.model.name === each.model &&
      m.budget === each.budget &&
      (each.bits === null || m.bits === each.bits)
    );
    if (cost === undefined || scenarios.length === 0) return [];
    const [{ model }] = scenarios as [typeof scenarios[number]];
    const sum = scenarios.reduce((total, m) => total + m.accuracy, 0);
    return [{
      cost,
      accuracy: 100 * sum / scenarios.length,
      name: [
        model.label,
        ...(each.bits === null ? [] : [weightLabel(each.bits)]),
        tokensSaid(each.budget),
      ].join(" "),
      colour: readable(modelColour(study.models, model.name)),
    }];
  });
}

/** Crosses, with a rim of paper around them. */
export function publishedMarks(
  points: readonly PublishedPoint[],
): Plot.Markish[] {
  const crosses = (
    stroke: (point: PublishedPoint) => string,
    strokeWidth: number,
  ) =>
    Plot.dot(points, {
      x: "cost",
      y: "accuracy",
      symbol: SYMBOL,
      r: ARM,
      stroke,
      strokeWidth,
    });
  return [crosses(() => "white", 6), crosses(({ colour }) => colour, 2.6)];
}

/** Names beside the crosses. */
export function publishedLabels(
  points: readonly PublishedPoint[],
  at: ReturnType<typeof placing>,
): Wanted[] {
  return points.map(({ name, cost, accuracy, colour }) => ({
    text: name,
    colour,
    beside: [at(cost, accuracy)],
    sides: ["right", "below", "above", "left", "above left"],
  }));
}

/** What labels must keep off, the crosses too. */
export function withCrosses(
  { solid, thin }: Obstacles,
  points: readonly PublishedPoint[],
  at: ReturnType<typeof placing>,
): Obstacles {
  const crosses = dotBoxes(points.map(({ cost, accuracy }) => {
    const [x, y] = at(cost, accuracy);
    return { x, y, r: ARM };
  }));
  return { solid: [...solid, ...crosses], thin };
}

/** What the crosses are. */
export function publishedEntries(
  points: readonly PublishedPoint[],
  gpus: string,
  unit: string,
): LegendGroup {
  return {
    heading: `${gpus}, published`,
    entries: points.map(({ name, cost, colour }) => ({
      swatch: "dot",
      label: `${name}: ${cost}${unit}`,
      symbol: SYMBOL,
      radius: ARM,
      colour,
      ring: colour,
    })),
  };
}

/** What the crosses say, for the caption, behind a space; empty where there are none. */
export function publishedSaid(
  points: readonly PublishedPoint[],
  gpus: string,
  unit: string,
): string {
  if (points.length === 0) return "";
  return ` Crosses: speeds published for ${gpus}, ${
    listSaid(points.map(({ name, cost }) => `${cost}${unit} for ${name}`))
  }; no accuracy is published with them, they are drawn at that of this data set, at the mean of the precisions where none is told.`;
}
