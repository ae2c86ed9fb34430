/** What every figure has around its panels: title, legend, footer, watermark. */
import * as Plot from "@observablehq/plot";
import { kvName, type KvStrategy } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import { samplesOf } from "../study/study.ts";
import { type Axis, axisMarks } from "./axes.ts";
import type { Drawing } from "./figure.ts";
import { legend, type LegendGroup } from "./legend.ts";
import { origin } from "./origin.ts";
import { FAINT, FONT, INK } from "./style.ts";
import { drawn } from "./svg.ts";

const WIDTH = 900;
/** Above and below the panels. */
const HEAD = 44;
const FOOT = 36;
/** Right of the panels, for the legend. */
const LEGEND = 184;
/** Inside each panel, around its frame. */
const MARGIN = { top: 30, right: 12, bottom: 44, left: 62 };
const STYLE = { fontFamily: FONT, fontSize: "12px", color: INK };

/** One picture of a figure. */
export interface Panel {
  /** Above its frame; empty: the figure's title does. */
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Plot.Markish[];
}

/** What a figure shows besides its data. */
export interface Sheet {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
  readonly benchmark: string;
  readonly legend: readonly LegendGroup[];
  /** What the intervals are, or null when none are drawn. */
  readonly intervals: string | null;
  /** The KV strategies shown decide how many samples there are; the full cache when absent. */
  readonly strategies?: readonly KvStrategy[];
  readonly columns: number;
  /** Pixels of a panel with its margins. */
  readonly panelHeight: number;
}

/** The height at which one panel fills a figure. */
export const WHOLE = 496;

/** Pixels the data of one of so many columns have from left to right. */
export function frameWidth(columns: number): number {
  return (WIDTH - LEGEND) / columns - MARGIN.left - MARGIN.right;
}

/** Draws panels row by row inside what all figures share. */
export function drawSheet(
  results: Results,
  sheet: Sheet,
  panels: readonly Panel[],
): Drawing {
  const { name, title, subtitle, caption, columns, panelHeight } = sheet;
  const rows = Math.ceil(panels.length / columns);
  const width = (WIDTH - LEGEND) / columns;
  const svg = drawn(
    {
      width: WIDTH,
      height: HEAD + rows * panelHeight + FOOT,
      marginTop: HEAD + MARGIN.top,
      marginRight: LEGEND + MARGIN.right,
      marginBottom: FOOT + MARGIN.bottom,
      marginLeft: MARGIN.left,
      style: STYLE,
      axis: null,
      marks: [
        background(),
        ...watermark(results),
        heading(title, 18, 17, 700),
        heading(subtitle, 38, 12.5, 400),
        ...legend(sheet.legend),
        footer(results, sheet),
      ],
    },
    { prefix: name, title, description: caption },
    panels.map((panel, at) => ({
      x: (at % columns) * width,
      y: HEAD + Math.floor(at / columns) * panelHeight,
      options: panelOptions(panel, width, panelHeight),
    })),
  );
  return { svg, caption };
}

function panelOptions(
  { title, x, y, marks }: Panel,
  width: number,
  height: number,
): Plot.PlotOptions {
  const frame = {
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  return {
    width,
    height,
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    // Room for what is written above a point at the very top.
    insetTop: 16,
    style: STYLE,
    x: { type: x.scale, domain: [...x.domain] },
    y: { type: y.scale, domain: [...y.domain] },
    marks: [
      ...axisMarks(x, y, frame),
      ...marks,
      Plot.text([title], {
        text: (each: string) => each,
        frameAnchor: "top-left",
        textAnchor: "start",
        lineAnchor: "bottom",
        dy: -6,
        fontSize: 12,
        fontWeight: 600,
        fill: INK,
      }),
    ],
  };
}

/** The page behind a figure may be dark. */
function background(): Plot.Markish {
  return Plot.frame({
    insetTop: -HEAD - MARGIN.top,
    insetBottom: -FOOT - MARGIN.bottom,
    insetLeft: -MARGIN.left,
    insetRight: -LEGEND - MARGIN.right,
    fill: "white",
    stroke: "none",
  });
}

function heading(text: string, y: number, size: number, weight: number) {
  return Plot.text([text], {
    text: (each: string) => each,
    frameAnchor: "top-left",
    textAnchor: "start",
    lineAnchor: "middle",
    dx: 10 - MARGIN.left,
    dy: y + 4 - HEAD - MARGIN.top,
    fontSize: size,
    fontWeight: weight,
    fill: size > 15 ? INK : FAINT,
  });
}
/** A drawing that cannot be: the reason in words. */
export function drawWords(
  results: Results,
  { name, title, why }: {
    readonly name: string;
    readonly title: string;
    readonly why: string;
  },
): Drawing {
  const svg = drawn({
    width: WIDTH,
    height: 160,
    style: STYLE,
    axis: null,
    marks: [
      Plot.text([`${title}\n\n${why}\n\n${origin(results)}`], {
        text: (each: string) => each,
        frameAnchor: "middle",
        fontSize: 14,
        lineWidth: 60,
      }),
    ],
  }, { prefix: name, title, description: why });
  return { svg, caption: `${title}: ${why}` };
}

function watermark({ study }: Results): Plot.Markish[] {
  if (study.kind === "measured") return [];
  return [
    Plot.text(["SIMULATED"], {
      text: (each: string) => each,
      frameAnchor: "middle",
      fontSize: 96,
      fontWeight: 700,
      letterSpacing: "0.1em",
      rotate: -24,
      fill: INK,
      fillOpacity: 0.07,
    } as Plot.TextOptions),
  ];
}

function footer(
  results: Results,
  { benchmark, intervals, strategies }: Sheet,
): Plot.Markish {
  const { study, problems } = results;
  const shown = strategies ??
    study.kvStrategies.filter((kv) => kvName(kv) === "full");
  const samples = [...new Set(shown.map((kv) => samplesOf(study, kv)))]
    .sort((a, b) => b - a);
  const lines = [
    origin(results),
    `${problems[benchmark]?.length ?? 0} problems, ${
      samples.join(" or ")
    } samples each; ${intervals ?? "no intervals drawn"}`,
  ];
  return Plot.text([lines.join("\n")], {
    text: (each: string) => each,
    frameAnchor: "bottom-left",
    textAnchor: "start",
    lineAnchor: "bottom",
    dx: 14 - MARGIN.left,
    dy: FOOT + MARGIN.bottom - 6,
    fontSize: 10.5,
    fill: FAINT,
  });
}
