/** Figure 10: for which models do votes pay for their caches? */
import * as Plot from "@observablehq/plot";
import type { Measurement } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { groupsOf } from "../study/study.ts";
import { weightLabel } from "../study/weights.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { drawSheet, drawWords, type Panel } from "./sheet.ts";
import { everyPrecision } from "./strategies_figure.ts";
import { sharedAxes } from "./strategy_panel.ts";
import { groupColour } from "./style.ts";
import { memoryUnit } from "./unit.ts";

const NAME = "figure-10";
const TITLE = "Votes, model by model";
const COLUMNS = 3;
const PANEL_HEIGHT = 250;

export const votesByModel: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
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
  const point = ({ totalBytes, accuracy, group }: Measurement) => ({
    cost: totalBytes / unit.bytes,
    accuracy: 100 * accuracy,
    group,
  });
  const { y } = sharedAxes(full.map(point), unit.name);
  const colour = (group: number) =>
    groupColour(groups.indexOf(group), groups.length);
  const shown = everyPrecision(study, study.models);
  const panels = shown.map(({ model, bits }): Panel => {
    const own = full.filter((m) =>
      m.model.name === model.name && m.bits === bits
    ).map(point);
    const style = {
      x: "cost",
      y: "accuracy",
    } as const;
    return {
      title: `${model.label}, ${weightLabel(bits)}`,
      x: sharedAxes(own, unit.name).x,
      y,
      marks: [
        Plot.line(own, {
          ...style,
          z: "group",
          stroke: ({ group }) => colour(group),
          strokeWidth: 1.5,
        }),
        Plot.dot(own, { ...style, r: 1.8, fill: ({ group }) => colour(group) }),
      ],
    };
  });
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, full cache; a curve for each number of samples that vote`,
    caption:
      `Memory (${unit.name}, logarithmic) against accuracy on ${benchmark.label}, one panel for ` +
      `each model and weight precision, one curve for each number of samples that vote; every ` +
      `sample has a KV cache of its own. The dots of a curve are the token budgets.`,
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
    intervals: null,
    columns: Math.min(COLUMNS, shown.length),
    panelHeight: PANEL_HEIGHT,
  }, panels);
}
