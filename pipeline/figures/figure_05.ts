/** Figure 5: when do more parallel samples buy more than longer thinking? */
import { GIB } from "../study/memory.ts";
import { type Measurement, measurementRow } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf, groupsOf, type Study } from "../study/study.ts";
import { type Axis, logDomain, percentDomain } from "./axes.ts";
import { benchmarkOf, type Dot, dots, frontierMembers } from "./curves.ts";
import type { Drawing, DrawOptions, Figure } from "./figure.ts";
import { labelMarks, placed, type Wanted } from "./labels.ts";
import {
  borderMarks,
  curveLines,
  dotMarks,
  FRONTIER_DASH,
  frontierLine,
  intervalBars,
  obstacles,
  REFERENCE_DASH,
} from "./marks.ts";
import { placing } from "./panel.ts";
import {
  counted,
  EMPTY_FRONTIER,
  listSaid,
  memorySaid,
  percentSaid,
} from "./said.ts";
import { scalingLegend } from "./scaling_legend.ts";
import { modelLabels } from "./serial_panel.ts";
import { drawSheet, drawWords, intervalsSaid, WHOLE } from "./sheet.ts";
import { INK } from "./style.ts";
import { memoryUnit } from "./unit.ts";

const NAME = "figure-05";
const TITLE = "Accuracy against memory: samples that vote";

/** Of the dots: every run has many. */
const SHRINK = 0.75;
/** Pixels between two group sizes that stay readable. */
const LABEL_GAP = 18;

export const parallelScaling: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results, options?: DrawOptions): Drawing {
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
  if (byRun.every((members) => members.length === 0)) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why: `Not drawn: ${EMPTY_FRONTIER}`,
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
      SHRINK,
    );
  const membersOf = (scope: "serial" | "parallel") =>
    frontierMembers(results, benchmark.name, scope)[0] ?? [];
  const curves = byRun.flatMap(dotsOf);
  const serial = dotsOf(membersOf("serial"));
  const parallel = dotsOf(membersOf("parallel"));
  const bands = study.claims.groupBands ?? [];
  const intervals = options?.intervals ?? false;
  const bars = intervals ? parallel : [];
  const x: Axis = {
    label: `Total memory, weights and KV caches (${unit.name})`,
    scale: "log",
    domain: logDomain(curves.map(({ cost }) => cost)),
  };
  const y: Axis = {
    label: "Accuracy (%)",
    scale: "percent",
    domain: percentDomain([
      ...curves.map(({ accuracy }) => accuracy / 100),
      ...bars.map(({ upper }) => upper / 100),
    ]),
  };
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, full cache; a curve is one run's frontier over token budget and group size G, 1 to ${
        groups.at(-1)
      }`,
    shows:
      `What votes add on ${benchmark.label}: every run's frontier over token budget and group ` +
      `size G, the frontier of all (dashed; the number is G, where it changes) and the frontier ` +
      `of single samples (dotted). A group of G samples needs G KV caches.`,
    says: said(study, membersOf("serial"), membersOf("parallel")),
    benchmark: benchmark.name,
    legend: [...scalingLegend(study, budgets, SHRINK), frontierEntries()],
    intervals: intervalsSaid(intervals),
    columns: 1,
    frameHeight: WHOLE,
  }, [{
    title: "",
    x,
    y,
    marks: (frame) => {
      const at = placing({ x, y }, frame);
      const named = placed(
        [...groupChanges(parallel, at), ...modelLabels(study, curves, at)],
        obstacles(curves, parallel, bars, at),
        frame,
      );
      return [
        ...borderMarks(
          bands.map(({ fromGiB, groups }) => ({
            at: (fromGiB * GIB) / unit.bytes,
            name: `G ${groups.join(", ")} claimed →`,
          })),
          at,
          frame,
        ),
        intervalBars(bars),
        curveLines(curves),
        ...dotMarks(curves),
        // The dotted line ends where one sample cannot spend more.
        frontierLine(serial, REFERENCE_DASH, 1.8),
        frontierLine(parallel, FRONTIER_DASH),
        ...labelMarks(named),
      ];
    },
  }]);
}

/** The group size where it changes along the frontier, without those too close to the one named before. */
function groupChanges(
  frontier: readonly Dot[],
  at: ReturnType<typeof placing>,
): Wanted[] {
  const left = ({ cost, accuracy }: Dot) => at(cost, accuracy)[0];
  const named: Dot[] = [];
  for (const dot of frontier) {
    const last = named.at(-1);
    if (last?.group === dot.group) continue;
    if (last && left(dot) - left(last) < LABEL_GAP) continue;
    named.push(dot);
  }
  return named.map(({ group, cost, accuracy }) => ({
    text: String(group),
    colour: INK,
    beside: [at(cost, accuracy)],
    sides: ["above left", "above"],
  }));
}

function frontierEntries() {
  return {
    heading: "Frontier",
    entries: [
      {
        swatch: "line",
        label: "with votes; G at it",
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
  } as const;
}

function said(
  study: Study,
  serial: readonly Measurement[],
  parallel: readonly Measurement[],
): string {
  const unit = memoryUnit(study);
  const best = (members: readonly Measurement[]) => {
    const last = members.at(-1);
    return last
      ? `${percentSaid(last.accuracy)} for ${memorySaid(last.totalBytes, unit)}`
      : "no member of the frontier";
  };
  const voting = parallel.filter(({ group }) => group > 1);
  const first = voting[0];
  const bands = (study.claims.groupBands ?? []).map(
    ({ fromGiB, toGiB, groups }) => {
      const inside = parallel.filter(({ totalBytes }) =>
        totalBytes >= fromGiB * GIB &&
        (toGiB === null || totalBytes <= toGiB * GIB)
      );
      const found = [...new Set(inside.map(({ group }) => group))]
        .sort((a, b) => a - b);
      const from = memorySaid(fromGiB * GIB, unit);
      return `${
        toGiB === null
          ? `from ${from} on`
          : `from ${from} to ${memorySaid(toGiB * GIB, unit)}`
      } the frontier has G ${listSaid(found)}, the study claims ${
        listSaid(groups)
      }`;
    },
  );
  return [
    `One sample reaches ${best(serial)}, votes reach ${best(parallel)}.`,
    first
      ? `${voting.length} of ${
        counted(parallel.length, "member")
      } of the frontier vote, the cheapest at ${
        memorySaid(first.totalBytes, unit)
      }.`
      : "No vote is on the frontier.",
    ...(bands.length > 0 ? [`${bands.join("; ").replace(/^f/, "F")}.`] : []),
  ].join(" ");
}
