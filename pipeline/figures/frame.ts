/** What every figure has around its data: title, axes, footer, watermark. */
import * as Plot from "@observablehq/plot";
import { kvName } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import { samplesOf } from "../study/study.ts";
import type { Drawing } from "./figure.ts";
import { legend, type LegendGroup } from "./legend.ts";
import { origin } from "./origin.ts";
import { FAINT, FONT, GRID, INK } from "./style.ts";
import { drawn } from "./svg.ts";

const WIDTH = 900;
const HEIGHT = 580;
const MARGIN = { top: 74, right: 196, bottom: 78, left: 62 };

/** Pixels the data have from left to right. */
export const FRAME_WIDTH = WIDTH - MARGIN.left - MARGIN.right;

/** From how many times the smallest value on an axis names fewer steps, then powers of ten alone. */
const FEWER_STEPS = 20;
const POWERS_ALONE = 5000;

/** Round numbers inside the domain of a logarithmic axis. */
export function logTicks([from, to]: readonly [number, number]): number[] {
  const span = to / from;
  const steps = span < FEWER_STEPS
    ? [1, 1.5, 2, 3, 4, 5, 6, 8]
    : span < POWERS_ALONE
    ? [1, 2, 5]
    : [1];
  const ticks: number[] = [];
  const last = Math.ceil(Math.log10(to));
  for (let power = Math.floor(Math.log10(from)); power <= last; power++) {
    ticks.push(...steps.map((step) => Number(`${step}e${power}`)));
  }
  return ticks.filter((tick) => tick >= from && tick <= to);
}

/** A little more than what the values span, for a logarithmic axis. */
export function logDomain(values: readonly number[]): [number, number] {
  return [Math.min(...values) / 1.12, Math.max(...values) * 1.12];
}

/** 0 to the ten per cent that nothing reaches beyond. */
export function percentDomain(shares: readonly number[]): [number, number] {
  const most = Math.max(...shares, 0);
  return [0, Math.min(100, Math.max(10, 10 * Math.ceil(10 * most - 1e-9)))];
}

/** What a figure shows besides its data. */
interface Sheet {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
  readonly benchmark: string;
  readonly legend: readonly LegendGroup[];
  /** What the intervals are, or null when none are drawn. */
  readonly intervals: string | null;
  readonly x: { readonly label: string; readonly domain: [number, number] };
  readonly y: { readonly label: string; readonly domain: [number, number] };
}

/** Draws marks inside the frame that all figures share. */
export function drawSheet(
  results: Results,
  sheet: Sheet,
  marks: readonly Plot.Markish[],
): Drawing {
  const { name, title, subtitle, caption, x, y } = sheet;
  const svg = drawn({
    width: WIDTH,
    height: HEIGHT,
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    // Room for what is written above a point at the very top.
    insetTop: 16,
    style: { fontFamily: FONT, fontSize: "12px", color: INK },
    x: { type: "log", domain: x.domain },
    y: { domain: y.domain },
    marks: [
      // The page behind it may be dark.
      Plot.frame({
        insetTop: -MARGIN.top,
        insetBottom: -MARGIN.bottom,
        insetLeft: -MARGIN.left,
        insetRight: -MARGIN.right,
        fill: "white",
        stroke: "none",
      }),
      Plot.gridY({ stroke: GRID, strokeOpacity: 1 }),
      Plot.gridX(logTicks(x.domain), { stroke: GRID, strokeOpacity: 1 }),
      Plot.axisX(logTicks(x.domain), {
        // tickFormat would leave out some of a logarithmic axis.
        text: (tick: number) => String(tick),
        label: x.label,
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 38,
      }),
      Plot.axisY({
        label: y.label,
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 46,
      }),
      ...watermark(results),
      ...marks,
      heading(title, 18, 17, 700),
      heading(subtitle, 38, 12.5, 400),
      ...legend(sheet.legend),
      footer(results, sheet),
    ],
  }, { prefix: name, title, description: caption });
  return { svg, caption };
}

function heading(text: string, y: number, size: number, weight: number) {
  return Plot.text([text], {
    text: (each: string) => each,
    frameAnchor: "top-left",
    textAnchor: "start",
    lineAnchor: "middle",
    dx: 10 - MARGIN.left,
    dy: y + 4 - MARGIN.top,
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
    style: { fontFamily: FONT, fontSize: "12px", color: INK },
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

function footer(results: Results, { benchmark, intervals }: Sheet) {
  const { study, problems } = results;
  const full = study.kvStrategies.find((kv) => kvName(kv) === "full");
  const lines = [
    origin(results),
    `${problems[benchmark]?.length ?? 0} problems, ${
      full ? samplesOf(study, full) : 0
    } samples each${intervals ? `; ${intervals}` : "; no intervals drawn"}`,
  ];
  return Plot.text([lines.join("\n")], {
    text: (each: string) => each,
    frameAnchor: "bottom-left",
    textAnchor: "start",
    lineAnchor: "bottom",
    dx: 14 - MARGIN.left,
    dy: MARGIN.bottom - 6,
    fontSize: 10.5,
    fill: FAINT,
  });
}
