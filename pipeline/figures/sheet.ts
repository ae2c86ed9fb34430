/** What every figure has around its panels: title, legend, footer. */
import { kvName, type KvStrategy } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import { samplesOf } from "../study/study.ts";
import type { Drawing } from "./figure.ts";
import {
  legendColumn,
  type LegendGroup,
  legendRows,
  legendWidth,
} from "./legend.ts";
import { origin } from "./origin.ts";
import { type Margins, type Panel, panelPlot } from "./panel.ts";
import { EDGE, line, paper, WIDTH } from "./paper.ts";
import { FAINT } from "./style.ts";
import { drawn, type Inset } from "./svg.ts";
import { textWidth } from "./text_width.ts";

/** Above and below legend and panels. */
const HEAD = 48;
const FOOT = 38;
/** Right of a single column of panels, for the legend: at least. */
const ASIDE = 184;
/** Between panel and legend. */
const GAP = 20;
/** Around each panel's frame: with its axes said, or left to a neighbour. */
const MARGIN = {
  top: 30,
  right: 12,
  x: { said: 44, not: 24 },
  y: { said: 62, not: 38 },
};

/** What a figure shows besides its data. */
export interface Sheet {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  /** What is drawn, how to read it. */
  readonly shows: string;
  /** What the data say, in numbers. */
  readonly says: string;
  /** Whose problems and samples the foot tells; null where models were not asked. */
  readonly benchmark: string | null;
  readonly legend: readonly LegendGroup[];
  /** What the intervals are, or null when none are drawn. */
  readonly intervals: string | null;
  /** What a reader of the picture alone must know besides, in the last line. */
  readonly remark?: string;
  /** The KV strategies shown decide how many samples there are; the full cache when absent. */
  readonly strategies?: readonly KvStrategy[];
  readonly columns: number;
  /** Pixels of a frame from top to bottom. */
  readonly frameHeight: number;
}

/** What bars are, where they are drawn; "at" which points, where not at all. */
export function intervalsSaid(drawn: boolean, at = ""): string | null {
  return drawn
    ? `bars: 95 % bootstrap-t intervals for new problems${at && `, ${at}`}`
    : null;
}

/** The height at which one panel fills a figure. */
export const WHOLE = 422;

/** Draws panels row by row inside what all figures share: the legend beside one panel, above several. */
export function drawSheet(
  results: Results,
  sheet: Sheet,
  panels: readonly Panel[],
): Drawing {
  const { name, title, shows, says } = sheet;
  const aside = sheet.columns === 1
    ? Math.max(ASIDE, GAP + legendWidth(sheet.legend) + EDGE)
    : 0;
  const legend = aside > 0
    ? legendColumn(sheet.legend, {
      x: WIDTH - aside + GAP,
      y: HEAD + MARGIN.top,
    })
    : legendRows(sheet.legend, {
      x: EDGE,
      y: HEAD + 18,
      width: WIDTH - 2 * EDGE,
    });
  const top = aside > 0 ? HEAD : HEAD + legend.height + 12;
  const { insets, bottom } = laidOut(
    results,
    sheet,
    panels,
    top,
    WIDTH - aside,
  );
  // A column of many models may be longer than the panels.
  const height = FOOT +
    Math.max(bottom, aside > 0 ? top + MARGIN.top + legend.height : 0);
  const svg = drawn(
    paper(height, [
      ...headings(title, sheet.subtitle),
      ...legend.marks,
      ...footer(height, footnotes(results, sheet)),
    ]),
    { prefix: name, title, description: `${described(panels)} ${says}` },
    insets,
  );
  return { svg, caption: `${shows} ${says}` };
}

/** Panels at their places: all frames of one size, the axes said once a row and once a column. */
function laidOut(
  { study }: Results,
  { columns, frameHeight }: Sheet,
  panels: readonly Panel[],
  top: number,
  width: number,
): { readonly insets: Inset[]; readonly bottom: number } {
  const said = panels.map((panel, at) => ({
    x: panels[at + columns]?.x.label !== panel.x.label,
    y: at % columns === 0 || panels[at - 1]!.y.label !== panel.y.label,
  }));
  const inColumn = (at: number, column: number) => at % columns === column;
  const inRow = (at: number, row: number) => Math.floor(at / columns) === row;
  const lefts = Array.from(
    { length: columns },
    (_, column) =>
      said.some(({ y }, at) => inColumn(at, column) && y)
        ? MARGIN.y.said
        : MARGIN.y.not,
  );
  const frameWidth = (width - lefts.reduce((sum, left) => sum + left, 0)) /
      columns - MARGIN.right;
  const insets: Inset[] = [];
  let y = top;
  for (let row = 0; row * columns < panels.length; row++) {
    const bottom = said.some(({ x }, at) => inRow(at, row) && x)
      ? MARGIN.x.said
      : MARGIN.x.not;
    let x = 0;
    panels.forEach((panel, at) => {
      if (!inRow(at, row)) return;
      const margins: Margins = {
        top: MARGIN.top,
        right: MARGIN.right,
        bottom,
        left: lefts[at % columns]!,
      };
      const frame = { width: frameWidth, height: frameHeight };
      const options = panelPlot(study, panel, frame, margins, said[at]!);
      insets.push({ x, y, options });
      x += margins.left + frameWidth + margins.right;
    });
    y += MARGIN.top + frameHeight + bottom;
  }
  return { insets, bottom: y };
}

/** What panels plot against what, for those who cannot see it. */
function described(panels: readonly Panel[]): string {
  const axes = [
    ...new Set(
      panels.map(({ x, y }) =>
        y.label === "" ? x.label : `${y.label} against ${x.label}`
      ),
    ),
  ].join("; ");
  const titles = panels.map(({ title }) => title).filter(Boolean).join("; ");
  return panels.length === 1
    ? `A plot of ${axes}.`
    : `${panels.length} plots (${titles}) of ${axes}.`;
}

/** What stands at the top of every figure. */
export function headings(title: string, subtitle: string) {
  return [
    line(title, EDGE, 22, { size: fitting(title, 17, true), weight: 700 }),
    line(subtitle, EDGE, 42, { size: fitting(subtitle, 12.5), fill: FAINT }),
  ];
}

/** The font size at which a line fits between the edges: the one wanted or a smaller one. */
function fitting(text: string, wanted: number, bold = false): number {
  const room = WIDTH - 2 * EDGE;
  return Math.min(wanted, room / textWidth(text, 1, bold));
}

/** What stands at the foot of every figure of some height. */
export function footer(height: number, lines: readonly string[]) {
  return lines.map((text, at) =>
    line(text, EDGE, height - 10 - 14 * (lines.length - 1 - at), {
      size: 10.5,
      fill: FAINT,
    })
  );
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
  const height = 120;
  const svg = drawn(
    paper(height, [
      ...headings(title, ""),
      line(why, EDGE, 58, { size: fitting(why, 13) }),
      ...footer(height, [origin(results)]),
    ]),
    { prefix: name, title, description: why },
  );
  return { svg, caption: why };
}

function footnotes(
  results: Results,
  { benchmark, intervals, remark, strategies }: Sheet,
): string[] {
  if (benchmark === null) return [origin(results)];
  const { study, problems } = results;
  const shown = strategies ??
    study.kvStrategies.filter((kv) => kvName(kv) === "full");
  const samples = [...new Set(shown.map((kv) => samplesOf(study, kv)))]
    .sort((a, b) => b - a);
  return [
    origin(results),
    `${problems[benchmark]?.length ?? 0} problems, ${
      samples.join(" or ")
    } samples each; ${intervals ?? "no intervals drawn"}${
      remark ? `; ${remark}` : ""
    }`,
  ];
}
