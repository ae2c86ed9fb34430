/** Ours: how steady is figure 1's frontier? */
import * as Plot from "@observablehq/plot";
import { measurementRow } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf } from "../study/study.ts";
import { logDomain } from "./axes.ts";
import { type Dot, dots } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { dotMarks } from "./marks.ts";
import { counted, percentSaid, scenarioSaid } from "./said.ts";
import { onFrontierEntry, scalingLegend } from "./scaling_legend.ts";
import { drawSheet, drawWords } from "./sheet.ts";
import { type Steadiness, steadiness } from "./steadiness.ts";
import { FAINT } from "./style.ts";
import { memoryUnit } from "./unit.ts";

const NAME = "stability";
const TITLE = "How steady figure 1's frontier is";
const FRAME_HEIGHT = 300;
/** Share of resamples under which a scenario is not drawn. */
const RARE = 0.01;
/** Shares of resamples that captions count as steady and as noteworthy. */
const STEADY = 0.9;
const NOTED = 0.1;

export const stability: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study } = results;
  const found = steadiness(results);
  if (!found || found.frontier.members.length === 0) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no serial frontier of a mathematics benchmark.",
    });
  }
  const { benchmark, frontier, drawn: { draws }, kept } = found;
  const unit = memoryUnit(study);
  const budgets = budgetsOf(study, benchmark.name);
  const members = new Set(frontier.members);
  const shown = [...kept].filter(([m, share]) =>
    members.has(m) || share >= RARE
  );
  const points: (Dot & { share: number; member: boolean })[] = dots(
    shown.map(([m]) => measurementRow(m)),
    study,
    budgets,
    ({ total_bytes }) => total_bytes / unit.bytes,
  ).map((dot, i) => ({
    ...dot,
    share: 100 * shown[i]![1],
    member: members.has(shown[i]![0]),
  }));
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle: `${benchmark.label}, one sample, full cache; share of ${
      draws.toLocaleString("en-US")
    } joint resamples of the problems that have a scenario on the frontier`,
    shows:
      `How often each scenario is on the frontier of ${benchmark.label} when the problems are ` +
      `drawn anew, against its memory (${unit.name}, logarithmic); ringed: the members of ` +
      `figure 1's frontier, the others only where at least ${
        percentSaid(RARE)
      } of the resamples ` +
      `have them. How steady a member is, not how sure.`,
    says: said(found),
    benchmark: benchmark.name,
    legend: [...scalingLegend(study, budgets), onFrontierEntry("Figure 1")],
    intervals: null,
    columns: 1,
    frameHeight: FRAME_HEIGHT,
  }, [{
    title: "",
    x: {
      label: `Total memory, weights and KV cache (${unit.name})`,
      scale: "log",
      domain: logDomain(points.map(({ cost }) => cost)),
    },
    y: {
      label: "Resamples with it on the frontier (%)",
      scale: "percent",
      domain: [0, 100],
    },
    marks: () => [
      Plot.ruleX(points, {
        x: "cost",
        y1: 0,
        y2: "share",
        stroke: FAINT,
        strokeOpacity: 0.35,
      }),
      ...dotMarks(points, ({ member }) => member, "share"),
    ],
  }]);
}

function said({ frontier: { members }, kept }: Steadiness): string {
  const share = (m: typeof members[number]) => kept.get(m)!;
  const steady = members.filter((m) => share(m) >= STEADY).length;
  const least = members.reduce((a, b) => share(b) < share(a) ? b : a);
  const beside =
    [...kept].filter(([m, often]) => often >= NOTED && !members.includes(m))
      .length;
  return `${steady} of ${counted(members.length, "member")} ${
    steady === 1 ? "is" : "are"
  } on it in at least ${
    percentSaid(STEADY)
  } of the resamples; the least steady is ${scenarioSaid(least)} with ${
    percentSaid(share(least))
  }. ${counted(beside, "scenario")} beside it ${
    beside === 1 ? "is" : "are"
  } on it in at least ${percentSaid(NOTED)}.`;
}
