/** Figure 5: when do more parallel samples buy more than longer thinking? */
import * as Plot from "@observablehq/plot";
import { GIB } from "../study/memory.ts";
import { measurementRow } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf, groupsOf } from "../study/study.ts";
import { logDomain, percentDomain } from "./axes.ts";
import { benchmarkOf, type Dot, dots, frontierMembers } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { drawSheet, drawWords, frameWidth, WHOLE } from "./sheet.ts";
import {
  border,
  curveLines,
  dotMarks,
  FRONTIER_DASH,
  frontierLine,
  REFERENCE_DASH,
} from "./marks.ts";
import { scalingLegend } from "./scaling_legend.ts";
import { INK } from "./style.ts";
import { memoryUnit } from "./unit.ts";

const NAME = "figure-05";
const TITLE = "Accuracy against memory: samples that vote";

/** Pixels between two group sizes that stay readable. */
const LABEL_WIDTH = 17;

export const parallelScaling: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study } = results;
  const benchmark = benchmarkOf(study, "math");
  const groups = benchmark ? groupsOf(study, benchmark, { kind: "full" }) : [];
  const byRun = benchmark
    ? frontierMembers(results, benchmark.name, "run")
    : [];
  if (!benchmark || byRun.length === 0 || groups.length < 2) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no votes on a mathematics benchmark with the full cache.",
    });
  }
  const unit = memoryUnit(study);
  const budgets = budgetsOf(study, benchmark.name);
  const dotsOf = (members: (typeof byRun)[number]) =>
    dots(
      members.map(measurementRow),
      study,
      budgets,
      ({ total_bytes }) => total_bytes / unit.bytes,
    );
  const of = (scope: "serial" | "parallel") =>
    dotsOf(frontierMembers(results, benchmark.name, scope)[0] ?? []);
  const curves = byRun.flatMap(dotsOf);
  const serial = of("serial");
  const parallel = of("parallel");
  const domain = logDomain(curves.map(({ cost }) => cost));
  const bands = study.claims.groupBands ?? [];
  const largest = groups.at(-1)!;
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, full cache; a curve is one run's frontier over token budget and group size 1 to ${largest}`,
    caption:
      `What votes add on ${benchmark.label}: every run's frontier over token budget and group ` +
      `size, the frontier of all (dashed; numbers: samples that vote, where they change) and ` +
      `the frontier of single samples (dotted). A group of G samples needs G KV caches.` +
      (bands.length > 0
        ? ` From the vertical lines on, the study expects the group sizes named above them.`
        : ""),
    benchmark: benchmark.name,
    legend: [
      ...scalingLegend(study, budgets),
      {
        heading: "Frontier",
        entries: [
          {
            swatch: "line",
            label: "with votes",
            colour: INK,
            dash: FRONTIER_DASH,
          },
          {
            swatch: "line",
            label: "one sample",
            colour: INK,
            dash: REFERENCE_DASH,
          },
        ],
      },
    ],
    intervals: null,
    columns: 1,
    panelHeight: WHOLE,
  }, [{
    title: "",
    x: {
      label: `Total memory, weights and KV caches (${unit.name})`,
      scale: "log",
      domain,
    },
    y: {
      label: "Accuracy (%)",
      scale: "linear",
      domain: percentDomain(curves.map(({ accuracy }) => accuracy / 100)),
    },
    marks: [
      ...bands.flatMap(({ fromGiB, groups }) =>
        border(
          (fromGiB * GIB) / unit.bytes,
          `G ${groups.join(", ")} →`,
        )
      ),
      curveLines(curves),
      ...dotMarks(curves),
      // The dotted line ends where one sample cannot spend more.
      frontierLine(serial, REFERENCE_DASH, 1.8),
      frontierLine(parallel, FRONTIER_DASH),
      Plot.text(changes(parallel, domain), {
        x: "cost",
        y: "accuracy",
        text: (dot: Dot) => `${dot.group}`,
        textAnchor: "end",
        dx: -6,
        dy: -7,
        fontSize: 11,
        fontWeight: 600,
        fill: INK,
        stroke: "white",
        strokeWidth: 3,
      }),
    ],
  }]);
}

/** The members at which the group size changes, without those too close to the one named before. */
function changes(
  frontier: readonly Dot[],
  [from, to]: readonly [number, number],
): Dot[] {
  const pixel = ({ cost }: Dot) =>
    (frameWidth(1) * Math.log(cost / from)) / Math.log(to / from);
  const named: Dot[] = [];
  for (const dot of frontier) {
    const last = named.at(-1);
    if (last?.group === dot.group) continue;
    if (last && pixel(dot) - pixel(last) < LABEL_WIDTH) continue;
    named.push(dot);
  }
  return named;
}
