/** Figure 2: what figure 1's frontier is made of as memory grows. */
import * as Plot from "@observablehq/plot";
import { GIB } from "../study/memory.ts";
import { type Measurement, measurementRow } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf, type Study } from "../study/study.ts";
import { linearDomain, logDomain } from "./axes.ts";
import { benchmarkOf, type Dot, dots, frontierMembers } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import {
  dotBoxes,
  labelMarks,
  lineBoxes,
  placed,
  type Wanted,
} from "./labels.ts";
import { type Border, borderMarks, dotMarks } from "./marks.ts";
import { type Panel, placing } from "./panel.ts";
import { counted, listSaid, memorySaid } from "./said.ts";
import { budgetEntries, colouredBitsEntries } from "./scaling_legend.ts";
import { drawSheet, drawWords } from "./sheet.ts";
import { bitsColour, FAINT, INK } from "./style.ts";
import { memoryUnit, tokensSaid } from "./unit.ts";

const NAME = "figure-02";
const TITLE = "What the frontier is made of";
const FRAME_HEIGHT = 320;

export const composition: Figure = { name: NAME, title: TITLE, draw };

/** A frontier member at its memory, with its budget or its weights as height. */
type Placed = Dot & { readonly height: number };

function draw(results: Results): Drawing {
  const { study } = results;
  const benchmark = benchmarkOf(study, "math");
  const [members = []] = benchmark
    ? frontierMembers(results, benchmark.name, "serial")
    : [];
  if (!benchmark || members.length === 0) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no serial frontier of a mathematics benchmark.",
    });
  }
  const unit = memoryUnit(study);
  const budgets = budgetsOf(study, benchmark.name);
  const rows = members.map(measurementRow);
  const at = dots(
    rows,
    study,
    budgets,
    ({ total_bytes }) => total_bytes / unit.bytes,
  ).map((dot) => ({ ...dot, colour: bitsColour(dot.bits) }));
  const x = {
    label: `Total memory (${unit.name})`,
    scale: "log",
    domain: logDomain(at.map(({ cost }) => cost)),
  } as const;
  const { weightsBelow, tokensAbove } = study.claims.regimes ?? {};
  const inside = (gib: number | undefined, border: Omit<Border, "at">) => {
    const at = gib === undefined ? NaN : gib * GIB / unit.bytes;
    return at > x.domain[0] && at < x.domain[1] ? [{ ...border, at }] : [];
  };
  const weights = rows.map(({ weight_bytes }) => weight_bytes / unit.bytes);
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, one sample, full cache: the members of figure 1's frontier, cheapest first`,
    shows:
      `The members of figure 1's frontier on ${benchmark.label}, coloured by the bits of their ` +
      `weights, models named where they change: (a) their token budgets, (b) the memory of ` +
      `their weights, against their total memory (${unit.name}, logarithmic). Where (b) rises ` +
      `memory goes into weights, where (a) rises it goes into tokens.`,
    says: said(study, members),
    benchmark: benchmark.name,
    legend: [
      colouredBitsEntries(study),
      budgetEntries(budgets),
    ],
    intervals: null,
    columns: 2,
    frameHeight: FRAME_HEIGHT,
  }, [
    panel(
      study,
      "(a) Token budget",
      {
        x,
        y: {
          label: "Token budget",
          scale: "linear",
          domain: linearDomain(budgets),
          said: tokensSaid,
        },
      },
      at.map((dot, i) => ({ ...dot, height: rows[i]!.budget })),
      inside(tokensAbove, { name: "long budgets claimed →" }),
    ),
    panel(
      study,
      "(b) Effective size",
      {
        x,
        y: {
          label: `Weights (${unit.name})`,
          scale: "log",
          domain: logDomain(weights),
        },
      },
      at.map((dot, i) => ({ ...dot, height: weights[i]! })),
      inside(weightsBelow, { name: "← weights claimed", side: "left" }),
    ),
  ]);
}

/** Dots joined by a thin line in the order of memory, models named where they change. */
function panel(
  study: Study,
  title: string,
  axes: Pick<Panel, "x" | "y">,
  points: readonly Placed[],
  borders: readonly Border[],
): Panel {
  return {
    title,
    ...axes,
    marks: (frame) => {
      const at = placing(axes, frame);
      const place = ({ cost, height }: Placed) => at(cost, height);
      const labels = placed(modelChanges(study, points, place), {
        solid: dotBoxes(points.map((point) => {
          const [x, y] = place(point);
          return { x, y, r: point.radius + 1 };
        })),
        thin: lineBoxes(points.map(place)),
      }, frame);
      return [
        ...borderMarks(borders, at, frame, "inside"),
        Plot.line(points, {
          x: "cost",
          y: "height",
          stroke: FAINT,
          strokeWidth: 1,
        }),
        ...dotMarks(points, () => true, "height"),
        ...labelMarks(labels),
      ];
    },
  };
}

/** A model's name for every stretch of the frontier that is its own, beside one of its dots. */
function modelChanges(
  { models }: Study,
  points: readonly Placed[],
  place: (point: Placed) => [number, number],
): Wanted[] {
  const stretches: Placed[][] = [];
  for (const point of points) {
    const last = stretches.at(-1);
    if (last?.[0]?.model === point.model) last.push(point);
    else stretches.push([point]);
  }
  return stretches.map((stretch) => ({
    text: models.find(({ name }) => name === stretch[0]!.model)?.label ?? "",
    colour: INK,
    beside: stretch.map(place),
    sides: ["above", "below", "right", "left"],
  }));
}

function said(study: Study, members: readonly Measurement[]): string {
  const unit = memoryUnit(study);
  const { regimes = {}, longBudget } = study.claims;
  const { weightsBelow, tokensAbove, precisionAbove } = regimes;
  const sentences = [
    `The ${
      counted(members.length, "member")
    } of the frontier have weights from ${
      memorySaid(Math.min(...members.map((m) => m.weightBytes)), unit)
    } to ${memorySaid(Math.max(...members.map((m) => m.weightBytes)), unit)}.`,
  ];
  const limit = (gib: number) => memorySaid(gib * GIB, unit);
  if (weightsBelow !== undefined) {
    const below = members.filter((m) => m.totalBytes < weightsBelow * GIB);
    const sizes = new Set(below.map((m) => m.weightBytes)).size;
    sentences.push(
      `Below ${limit(weightsBelow)} ${counted(below.length, "member")} ` +
        `${below.length === 1 ? "has" : "have"} ${
          counted(sizes, "effective size")
        }.`,
    );
  }
  if (tokensAbove !== undefined && longBudget !== undefined) {
    const above = members.filter((m) => m.totalBytes > tokensAbove * GIB);
    const long = above.filter((m) => m.budget >= longBudget).length;
    sentences.push(
      `Above ${limit(tokensAbove)} ${long} of ${
        counted(above.length, "member")
      } think${above.length === 1 ? "s" : ""} ${
        tokensSaid(longBudget)
      } tokens or more.`,
    );
  }
  if (precisionAbove !== undefined) {
    const above = members.filter((m) => m.totalBytes > precisionAbove * GIB);
    const least = Math.min(...study.weightBits);
    const few = above.filter(({ bits }) => bits === least).length;
    sentences.push(
      `Above ${limit(precisionAbove)} ${few} of ${
        counted(above.length, "member")
      } ${few === 1 ? "has" : "have"} ${least}-bit weights.`,
    );
  }
  const models = new Set(members.map(({ model }) => model.label));
  sentences.push(`Models on it: ${listSaid([...models])}.`);
  return sentences.join(" ");
}
