/** Curves over token budgets, one sample each, full cache: a panel of accuracy against some cost. */
import type { Benchmark } from "../study/benchmark.ts";
import {
  type Measurement,
  type MeasurementRow,
  measurementRow,
} from "../study/measurement.ts";
import type { FrontierScope, Results } from "../study/results.ts";
import { budgetsOf, floorOf, type Study } from "../study/study.ts";
import { type Axis, logDomain, percentDomain } from "./axes.ts";
import { type Dot, dots, frontierMembers } from "./curves.ts";
import { labelMarks, placed, type Wanted } from "./labels.ts";
import {
  borderMarks,
  curveLines,
  dotMarks,
  FRONTIER_DASH,
  frontierLine,
  intervalBars,
  obstacles,
} from "./marks.ts";
import { measurementTable, rowsWhere } from "./measurement_table.ts";
import { type Panel, placing } from "./panel.ts";
import {
  publishedLabels,
  publishedMarks,
  type PublishedPoint,
  withCrosses,
} from "./published.ts";
import { percentSaid } from "./said.ts";
import { readable } from "./style.ts";

/** What accuracy is drawn against. */
export interface Cost {
  readonly label: string;
  /** In the unit of the label; null where it is not known. */
  readonly of: (row: MeasurementRow) => number | null;
  readonly scope: FrontierScope;
  /** Which of the scope's frontiers. */
  readonly which?: string;
}

/** How a panel differs from the plain one. */
interface Variation {
  readonly title?: string;
  readonly threshold?: { readonly at: number; readonly name: string } | null;
  readonly intervals?: boolean;
  /** The axis of the cost, where several panels share one. */
  readonly domain?: readonly [number, number];
  /** Name the models beside their curves. */
  readonly labels?: boolean;
  /** Speeds the source of the study prints. */
  readonly published?: readonly PublishedPoint[];
  /** Dots smaller by this factor, where panels are. */
  readonly shrink?: number;
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

/** The members of the frontier a cost has on a benchmark. */
export function frontierOf(
  results: Results,
  benchmark: Benchmark,
  { scope, which }: Cost,
): readonly Measurement[] {
  return frontierMembers(results, benchmark.name, scope, which)[0] ?? [];
}

/** What a frontier leaves out, for captions; empty where it has no floor. */
export function floorSaid(study: Study, benchmark: Benchmark): string {
  const floor = floorOf(study, benchmark.name);
  return floor > 0
    ? ` Scenarios under ${percentSaid(floor)} are kept off the frontier.`
    : "";
}

/** A panel of these rows with the frontier dashed and ringed. */
export function serialPanel(
  results: Results,
  benchmark: Benchmark,
  cost: Cost,
  {
    title = "",
    threshold = null,
    intervals = false,
    domain,
    labels = false,
    published = [],
    shrink = 1,
  }: Variation = {},
): Panel {
  const { study } = results;
  const budgets = budgetsOf(study, benchmark.name);
  const asDots = (rows: readonly MeasurementRow[]) =>
    dots(rows, study, budgets, (row) => cost.of(row)!, shrink);
  const shown = asDots(serialRows(results, benchmark, cost));
  const frontier = asDots(
    frontierOf(results, benchmark, cost).map(measurementRow),
  );
  const bars = intervals ? frontier : [];
  const ringed = new Set(frontier.map(key));
  const costs = [...shown, ...published].map(({ cost }) => cost);
  const x: Axis = {
    label: cost.label,
    scale: "log",
    domain: domain ?? logDomain(threshold ? [...costs, threshold.at] : costs),
  };
  const y: Axis = {
    label: "Accuracy (%)",
    scale: "percent",
    domain: percentDomain([
      ...[...shown, ...published].map(({ accuracy }) => accuracy / 100),
      ...bars.map(({ upper }) => upper / 100),
    ]),
  };
  return {
    title,
    x,
    y,
    marks: (frame) => {
      const at = placing({ x, y }, frame);
      const named = labels
        ? placed(
          [
            ...publishedLabels(published, at),
            ...modelLabels(study, shown, at),
          ],
          withCrosses(obstacles(shown, frontier, bars, at), published, at),
          frame,
        )
        : [];
      return [
        ...borderMarks(threshold ? [threshold] : [], at, frame),
        intervalBars(bars),
        curveLines(shown),
        frontierLine(frontier, FRONTIER_DASH),
        ...dotMarks(shown, (dot) => ringed.has(key(dot))),
        ...publishedMarks(published),
        ...labelMarks(named),
      ];
    },
  };
}

const key = ({ curve, budget }: Dot) => `${curve} ${budget}`;

/** A name for every model, beside the ends of its curves or else beside their starts. */
export function modelLabels(
  { models }: Study,
  shown: readonly Dot[],
  at: ReturnType<typeof placing>,
): Wanted[] {
  return models.map(({ name, label }) => {
    const curves = [
      ...Map.groupBy(
        shown.filter(({ model }) => model === name),
        ({ curve }) => curve,
      ).values(),
    ];
    const place = ({ cost, accuracy }: Dot) => at(cost, accuracy);
    return {
      text: label,
      colour: readable(curves[0]?.[0]?.colour ?? "#000000"),
      beside: [
        ...curves.map((curve) => place(curve.at(-1)!)),
        ...curves.map((curve) => place(curve[0]!)),
      ],
      sides: ["right", "below", "above", "left"],
    };
  });
}
