/** The power as a picture: one panel a finding, and one for all of them. */
import * as Plot from "@observablehq/plot";
import { FAINT, FONT, GRID, INK } from "../figures/style.ts";
import { drawn, type Inset } from "../figures/svg.ts";
import { clopperPearson } from "../statistics/clopper_pearson.ts";
import { WANTED } from "./power.ts";
import { shortName } from "./report.ts";
import { countOf, togetherOf, type Tried } from "./trial.ts";

const COLUMNS = 4;
const PANEL = { width: 222, height: 190 };
const HEAD = 62;
const FOOT = 34;
const LINE = "#33569c";
const STYLE = { fontFamily: FONT, fontSize: "11px", color: INK };

/** How often one claim is supported at a number of problems, per cent, with its bounds. */
interface Share {
  readonly problems: number;
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}

/** The share of worlds that support each finding, and all of them, against the number of problems, as SVG. */
export function powerFigure(axis: readonly Tried[]): string {
  const { findings, trial } = axis[0]!;
  const panels = [
    ...findings.map((finding) => ({
      name: shortName(finding),
      shares: sharesOf(axis, (tried) => countOf(tried, finding, "supported")),
    })),
    { name: "all six", shares: sharesOf(axis, togetherOf) },
  ];
  const rows = Math.ceil(panels.length / COLUMNS);
  const width = COLUMNS * PANEL.width;
  const height = HEAD + rows * PANEL.height + FOOT;
  const title = "Power: how many problems the findings need";
  const line = (text: string, y: number, size: number, fill = INK) =>
    Plot.text([text], {
      text: (each: string) => each,
      frameAnchor: "top-left",
      textAnchor: "start",
      lineAnchor: "middle",
      dx: 12,
      dy: y,
      fontSize: size,
      fontWeight: size > 15 ? 700 : 400,
      fill,
    });
  return drawn(
    {
      width,
      height,
      margin: 0,
      style: STYLE,
      axis: null,
      marks: [
        Plot.frame({ fill: "white", stroke: "none" }),
        Plot.text(["SIMULATED"], {
          text: (each: string) => each,
          frameAnchor: "middle",
          fontSize: 96,
          fontWeight: 700,
          rotate: -18,
          fill: INK,
          fillOpacity: 0.06,
        }),
        line(title, 20, 17),
        line(
          "Share of worlds built to follow the paper in which a finding is supported, %, against the number of AIME-like problems",
          42,
          12,
          FAINT,
        ),
        line(
          `SIMULATED, not measured; ${trial.study.samples.full} samples a problem, ${trial.problems.knowledge} ` +
            `questions of knowledge; ${
              worldsSaid(axis)
            }; bars: exact 95 % bounds; dashed: ${100 * WANTED} %`,
          height - 16,
          10.5,
          FAINT,
        ),
      ],
    },
    {
      prefix: "power",
      title,
      description: panels.map(({ name, shares }) =>
        `${name}: ${
          shares.map(({ problems, share }) =>
            `${share.toFixed(0)} % with ${problems} problems`
          ).join(", ")
        }.`
      ).join(" "),
    },
    panels.map(({ name, shares }, at): Inset => ({
      x: (at % COLUMNS) * PANEL.width,
      y: HEAD + Math.floor(at / COLUMNS) * PANEL.height,
      options: panel(name, shares),
    })),
  );
}

/** "50 worlds a number of problems, seeds from 20001 up", "30 to 50 ...". */
function worldsSaid(axis: readonly Tried[]): string {
  const worlds = axis.map(({ trial }) => trial.worlds);
  const [least, most] = [Math.min(...worlds), Math.max(...worlds)];
  return `${least === most ? least : `${least} to ${most}`} worlds a number ` +
    `of problems, seeds from ${axis[0]!.trial.firstSeed} up`;
}

function sharesOf(
  axis: readonly Tried[],
  supported: (tried: Tried) => number,
): Share[] {
  return axis.map((tried) => {
    const [count, of] = [supported(tried), tried.fates.length];
    const { lower, upper } = clopperPearson(count, of);
    return {
      problems: tried.trial.problems.math,
      share: 100 * count / of,
      lower: 100 * lower,
      upper: 100 * upper,
    };
  });
}

function panel(name: string, shares: readonly Share[]): Plot.PlotOptions {
  const problems = shares.map((each) => each.problems);
  return {
    ...PANEL,
    marginTop: 26,
    marginRight: 16,
    marginBottom: 34,
    marginLeft: 40,
    inset: 6,
    style: STYLE,
    x: {
      type: "log",
      domain: [Math.min(...problems), Math.max(...problems)],
    },
    y: { domain: [0, 100] },
    marks: [
      Plot.gridY([0, 25, 50, 75, 100], { stroke: GRID, strokeOpacity: 1 }),
      Plot.axisX(problems, { text: String, tickSize: 4, label: null }),
      Plot.axisY([0, 25, 50, 75, 100], {
        text: String,
        tickSize: 4,
        label: null,
      }),
      Plot.ruleY([100 * WANTED], { stroke: INK, strokeDasharray: "5,4" }),
      Plot.ruleX(shares, {
        x: "problems",
        y1: "lower",
        y2: "upper",
        stroke: LINE,
        strokeOpacity: 0.5,
        strokeWidth: 1.4,
      }),
      Plot.line(shares, { x: "problems", y: "share", stroke: LINE }),
      Plot.dot(shares, { x: "problems", y: "share", r: 3, fill: LINE }),
      Plot.text([name], {
        text: (each: string) => each,
        frameAnchor: "top-left",
        textAnchor: "start",
        lineAnchor: "bottom",
        dy: -8,
        fontSize: 12.5,
        fontWeight: 600,
      }),
    ],
  };
}
