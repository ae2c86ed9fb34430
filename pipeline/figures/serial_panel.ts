/** Curves over token budgets, one sample each, full cache: a panel of accuracy against some cost. */
import type { Benchmark } from "../study/benchmark.ts";
import { type MeasurementRow, measurementRow } from "../study/measurement.ts";
import type { FrontierScope, Results } from "../study/results.ts";
import { budgetsOf } from "../study/study.ts";
import { logDomain, percentDomain } from "./axes.ts";
import { type Dot, dots, frontierMembers } from "./curves.ts";
import {
  border,
  curveLines,
  dotMarks,
  FRONTIER_DASH,
  frontierLine,
  intervalBars,
} from "./marks.ts";
import { measurementTable, rowsWhere } from "./measurement_table.ts";
import type { Panel } from "./sheet.ts";

/** What accuracy is drawn against. */
export interface Cost {
  readonly label: string;
  /** In the unit of the label; null where it is not known. */
  readonly of: (row: MeasurementRow) => number | null;
  readonly scope: FrontierScope;
  /** Which of the scope's frontiers. */
  readonly which?: string;
}

/** The serial full-cache rows of a benchmark that have a cost. */
export function serialRows(
  { measurements }: Results,
  benchmark: Benchmark,
  cost: Cost,
): MeasurementRow[] {
  return rowsWhere(
    measurementTable(measurements),
    (row) =>
      row.benchmark === benchmark.name && row.kv === "full" &&
      row.group === 1 && cost.of(row) !== null,
  );
}

/** A panel of these rows with the frontier dashed and ringed. */
export function serialPanel(
  results: Results,
  benchmark: Benchmark,
  cost: Cost,
  { title = "", threshold = null, intervals = false }: {
    readonly title?: string;
    readonly threshold?: { readonly at: number; readonly name: string } | null;
    readonly intervals?: boolean;
  } = {},
): Panel {
  const { study } = results;
  const budgets = budgetsOf(study, benchmark.name);
  const asDots = (rows: readonly MeasurementRow[]) =>
    dots(rows, study, budgets, (row) => cost.of(row)!);
  const shown = asDots(serialRows(results, benchmark, cost));
  const [members = []] = frontierMembers(
    results,
    benchmark.name,
    cost.scope,
    cost.which,
  );
  const frontier = asDots(members.map(measurementRow));
  const ringed = new Set(frontier.map(key));
  const costs = shown.map((dot) => dot.cost);
  return {
    title,
    x: {
      label: cost.label,
      scale: "log",
      domain: logDomain(threshold ? [...costs, threshold.at] : costs),
    },
    y: {
      label: "Accuracy (%)",
      scale: "linear",
      domain: percentDomain([
        ...shown.map(({ accuracy }) => accuracy / 100),
        ...(intervals ? frontier.map(({ upper }) => upper / 100) : []),
      ]),
    },
    marks: [
      ...(threshold ? border(threshold.at, threshold.name) : []),
      ...(intervals ? [intervalBars(frontier)] : []),
      curveLines(shown),
      frontierLine(frontier, FRONTIER_DASH),
      ...dotMarks(shown, (dot) => ringed.has(key(dot))),
    ],
  };
}

const key = ({ curve, budget }: Dot) => `${curve} ${budget}`;
