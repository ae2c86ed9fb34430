/** Figures of accuracy against speed. */
import type { LentSpeeds } from "../study/lent_speeds.ts";
import type { Measurement } from "../study/measurement.ts";
import type { PublishedSpeed } from "../study/published_speed.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf } from "../study/study.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, DrawOptions, Figure } from "./figure.ts";
import {
  publishedEntries,
  publishedPoints,
  publishedSaid,
} from "./published.ts";
import { frontierSaid } from "./said.ts";
import { scalingLegend, undominatedEntries } from "./scaling_legend.ts";
import {
  type Cost,
  floorSaid,
  frontierOf,
  serialPanel,
  serialRows,
} from "./serial_panel.ts";
import { drawSheet, drawWords, intervalsSaid, WHOLE } from "./sheet.ts";
import {
  fittedSaid,
  leftOutSaid,
  publishedGpus,
  timedSaid,
} from "./timed_said.ts";
import { budgetSpan } from "./unit.ts";

/** A speed that accuracy is drawn against. */
interface Speed {
  readonly name: string;
  readonly title: string;
  readonly cost: Cost;
  readonly published: (speed: PublishedSpeed) => number | undefined;
  /** What the speed is, for the caption. */
  readonly meaning: string;
  /** The speed of a scenario that has one. */
  readonly of: (measurement: Measurement) => number | null;
  /** Behind a number in captions, and in the legend. */
  readonly unit: string;
  readonly shortUnit: string;
}

/** A figure that draws accuracy against a speed, and the same again for each data set that lends its speeds. */
export function speedFigure(speed: Speed): Figure {
  return {
    name: speed.name,
    title: speed.title,
    draw: (results, options) => drawSpeed(speed, results, null, options),
    lent: (results, options) =>
      results.lent.map((lent) => ({
        name: `${speed.name}-${lent.dataSet}`,
        of: lent.dataSet,
        ...drawSpeed(speed, results, lent, options),
      })),
  };
}

function drawSpeed(
  { name: base, title, cost, published, meaning, of, unit, shortUnit }: Speed,
  found: Results,
  lent: LentSpeeds | null,
  options?: DrawOptions,
): Drawing {
  const name = lent ? `${base}-${lent.dataSet}` : base;
  const results = lent
    ? { ...found, measurements: lent.measurements, frontiers: lent.frontiers }
    : found;
  const { study } = results;
  const benchmark = benchmarkOf(study, "math");
  if (!benchmark || serialRows(results, benchmark, cost).length === 0) {
    return drawWords(results, {
      name,
      title,
      why:
        "Not drawn: the data set has no timings of a mathematics benchmark with the full cache.",
    });
  }
  const budgets = budgetsOf(study, benchmark.name);
  const remark = lent ? fittedSaid(lent, budgets) : "";
  const points = publishedPoints(results, benchmark, published);
  const gpus = publishedGpus(results);
  const intervals = options?.intervals ?? false;
  return drawSheet(results, {
    name,
    title,
    subtitle: `${benchmark.label}, one sample, full cache; ${
      timedSaid(results, lent, false)
    }`,
    shows: `Accuracy on ${benchmark.label} against ${meaning}; token budgets ` +
      `${budgetSpan(budgets)} along a curve, the frontier dashed (${
        timedSaid(results, lent, true)
      }${remark && `; ${remark}`}).` +
      floorSaid(study, benchmark) + (lent ? leftOutSaid(lent, benchmark) : "") +
      publishedSaid(points, gpus, unit),
    says: frontierSaid(
      frontierOf(results, benchmark, cost),
      (member) => `${of(member)!.toPrecision(3)}${unit}`,
    ),
    benchmark: benchmark.name,
    legend: [
      ...scalingLegend(study, budgets),
      undominatedEntries(),
      publishedEntries(points, gpus, shortUnit),
    ],
    intervals: intervalsSaid(intervals),
    remark,
    columns: 1,
    frameHeight: WHOLE,
  }, [
    serialPanel(results, benchmark, cost, {
      labels: true,
      intervals,
      published: points,
    }),
  ]);
}
