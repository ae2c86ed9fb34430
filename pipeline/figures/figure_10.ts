/** Figure 10: for which models do votes pay for their caches? */
import * as Plot from "@observablehq/plot";
import type { Measurement } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { groupsOf } from "../study/study.ts";
import { weightLabel } from "../study/weights.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, DrawOptions, Figure } from "./figure.ts";
import { intervalBars, type Uncertain } from "./marks.ts";
import type { Panel } from "./panel.ts";
import { pointsSaid } from "./said.ts";
import { drawSheet, drawWords, intervalsSaid } from "./sheet.ts";
import { everyPrecision } from "./strategies_figure.ts";
import { sharedAxes } from "./strategy_panel.ts";
import { groupColour } from "./style.ts";
import { memoryUnit, tokensSaid } from "./unit.ts";

const NAME = "figure-10";
const TITLE = "Votes, model by model";
const COLUMNS = 3;
const FRAME_HEIGHT = 170;

export const votesByModel: Figure = { name: NAME, title: TITLE, draw };

/** A scenario as a point of its group's curve. */
type Vote = Uncertain & {
  readonly accuracy: number;
  readonly group: number;
  readonly budget: number;
};

function draw(results: Results, options?: DrawOptions): Drawing {
  const { study, measurements } = results;
  const benchmark = benchmarkOf(study, "math");
  const groups = benchmark ? groupsOf(study, benchmark, { kind: "full" }) : [];
  const full = measurements.filter((m) =>
    m.benchmark.name === benchmark?.name && m.kv.kind === "full"
  );
  if (!benchmark || full.length === 0 || groups.length < 2) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no votes on a mathematics benchmark with the full cache.",
    });
  }
  const unit = memoryUnit(study);
  const intervals = options?.intervals ?? false;
  const colour = (group: number) =>
    groupColour(groups.indexOf(group), groups.length);
  const vote = (m: Measurement): Vote => ({
    cost: m.totalBytes / unit.bytes,
    accuracy: 100 * m.accuracy,
    lower: 100 * m.lower,
    upper: 100 * m.upper,
    group: m.group,
    budget: m.budget,
    colour: colour(m.group),
  });
  const { y } = sharedAxes(full.map(vote), unit.name, intervals);
  const shown = everyPrecision(study, study.models);
  const panels = shown.map(({ model, bits }): Panel => {
    const own = full.filter((m) =>
      m.model.name === model.name && m.bits === bits
    ).map(vote);
    const longest = Math.max(...own.map(({ budget }) => budget));
    const place = { x: "cost", y: "accuracy" } as const;
    return {
      title: `${model.label}, ${weightLabel(bits)}`,
      x: sharedAxes(own, unit.name).x,
      y,
      marks: () => [
        ...(intervals
          ? [intervalBars(own.filter(({ budget }) => budget === longest))]
          : []),
        Plot.line(own, {
          ...place,
          z: "group",
          stroke: (each: Vote) => each.colour,
          strokeWidth: 1.5,
        }),
        Plot.dot(own, { ...place, r: 1.8, fill: (each: Vote) => each.colour }),
      ],
    };
  });
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, full cache; a curve for each number of samples that vote`,
    shows:
      `Memory (${unit.name}, logarithmic, every panel its own) against accuracy on ` +
      `${benchmark.label}, one panel for each model and weight precision, one curve for each ` +
      `number of samples that vote; every sample has a KV cache of its own. The dots of a curve ` +
      `are the token budgets.`,
    says: said(full, groups),
    benchmark: benchmark.name,
    legend: [{
      heading: "Samples that vote",
      entries: groups.map((group) => ({
        swatch: "line",
        label: String(group),
        colour: colour(group),
        width: 2.4,
      })),
    }],
    intervals: intervalsSaid(intervals, "at the largest budget"),
    columns: Math.min(COLUMNS, shown.length),
    frameHeight: FRAME_HEIGHT,
  }, panels);
}

/** What the largest group gains over one sample at the largest budget: least and most. */
function said(full: readonly Measurement[], groups: readonly number[]): string {
  const longest = Math.max(...full.map(({ budget }) => budget));
  const most = Math.max(...groups);
  const gains = [
    ...Map.groupBy(
      full.filter(({ budget }) => budget === longest),
      ({ model, bits }) => `${model.label} ${weightLabel(bits)}`,
    ),
  ].flatMap(([run, own]) => {
    const one = own.find(({ group }) => group === 1);
    const all = own.find(({ group }) => group === most);
    return one && all ? [{ run, gain: all.accuracy - one.accuracy }] : [];
  }).sort((a, b) => a.gain - b.gain);
  const least = gains[0];
  const largest = gains.at(-1);
  if (!least || !largest) return "";
  return `At ${
    tokensSaid(longest)
  } tokens ${most} votes change accuracy against one sample by ${
    pointsSaid(least.gain)
  } (${least.run}) to ${pointsSaid(largest.gain)} (${largest.run}).`;
}
