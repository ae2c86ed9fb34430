/** Figures of accuracy against speed. */
import type { Measurement } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf } from "../study/study.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, DrawOptions, Figure } from "./figure.ts";
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
import { budgetSpan } from "./unit.ts";

/** A figure that draws accuracy against a speed. */
export function speedFigure(
  { name, title, cost, meaning, speedSaid }: {
    readonly name: string;
    readonly title: string;
    readonly cost: Cost;
    /** What the speed is, for the caption. */
    readonly meaning: string;
    /** The speed of a scenario that has one, with its unit. */
    readonly speedSaid: (measurement: Measurement) => string;
  },
): Figure {
  return {
    name,
    title,
    draw: (results: Results, options?: DrawOptions): Drawing => {
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
      const timed = study.timingFrom
        ? `accuracy ${study.kind}, speed of data set ${study.timingFrom}`
        : `speed ${study.kind}`;
      const members = frontierOf(results, benchmark, cost);
      const intervals = options?.intervals ?? false;
      return drawSheet(results, {
        name,
        title,
        subtitle: `${benchmark.label}, one sample, full cache; ${timed}`,
        shows:
          `Accuracy on ${benchmark.label} against ${meaning}; token budgets ` +
          `${
            budgetSpan(budgets)
          } along a curve, the frontier dashed (${timed}).` +
          floorSaid(study, benchmark),
        says: frontierSaid(members, speedSaid),
        benchmark: benchmark.name,
        legend: [...scalingLegend(study, budgets), undominatedEntries()],
        intervals: intervalsSaid(intervals),
        columns: 1,
        frameHeight: WHOLE,
      }, [serialPanel(results, benchmark, cost, { labels: true, intervals })]);
    },
  };
}
