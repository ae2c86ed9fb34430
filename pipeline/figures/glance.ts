/** Ours: what the data say about all findings, on one sheet. */
import * as Plot from "@observablehq/plot";
import type { Results } from "../study/results.ts";
import { type Ruling, SAYS, type Says } from "../study/ruling.ts";
import { percentTicks } from "./axes.ts";
import type { Drawing, Figure } from "./figure.ts";
import { origin } from "./origin.ts";
import { EDGE, line, paper, watermark, WIDTH } from "./paper.ts";
import { listSaid, percentSaid } from "./said.ts";
import { drawWords, footer, headings } from "./sheet.ts";
import { FAINT, GRID, INK, rulingColour } from "./style.ts";
import { drawn } from "./svg.ts";
import { textWidth } from "./text_width.ts";
import { wilson } from "../statistics/interval.ts";
import { RULING_DRAWS } from "../statistics/resample.ts";

const NAME = "glance";
const TITLE = "The findings at a glance";
const TOP = 104;
const ROW = 62;
const FOOT = 74;
/** Where the columns begin: claims, shares, p values, rulings. */
const CLAIM = { x: EDGE, width: 330, size: 10.5, line: 13.5 };
const SHARE = { x: 366, width: 180 };
const P = 566;
const RULINGS = { x: 650, right: WIDTH - EDGE };
const CELL = { least: 26, most: 62, height: 26 };

export const glance: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study, rulings, variants } = results;
  if (rulings.length === 0) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why: "Not drawn: no finding was ruled on.",
    });
  }
  const height = TOP + ROW * rulings.length + FOOT;
  const said = says(rulings);
  const caption =
    `Every finding, the share of ${
      RULING_DRAWS.draws.toLocaleString("en-US")
    } joint resamples ` +
    `of the problems in which all its parts hold (bars: 95 % for so many resamples), its p value ` +
    `adjusted for ${rulings.length} findings, and its ruling as the study says (0) and under ` +
    `other choices that were declared${
      variants.length === 0
        ? ""
        : ` (${
          variants.map(({ statement }, i) => `${letter(i)}: ${statement}`).join(
            "; ",
          )
        })`
    }. ${said}`;
  const svg = drawn(
    paper(height, [
      ...watermark(study, { width: WIDTH, height: ROW * rulings.length }),
      ...headings(
        TITLE,
        "Share of resamples that hold, adjusted p, and the ruling: as the study says (0), under other choices (letters)",
      ),
      ...shareAxis(rulings.length),
      ...rulings.flatMap((ruling, row) => rowMarks(results, ruling, row)),
      ...columnHeads(results),
      ...meanings(height - 52),
      ...footer(height, [origin(results)]),
    ]),
    { prefix: NAME, title: TITLE, description: said },
  );
  return { svg, caption };
}

const letter = (at: number) => String.fromCharCode("a".charCodeAt(0) + at);
const finding = ({ finding }: Ruling) => finding.replace(/^\D*/, "");
const middle = (row: number) => TOP + ROW * (row + 0.5);

/** How wide the cell of a ruling is when there are so many. */
const cellWidth = (count: number) =>
  Math.max(
    CELL.least,
    Math.min(CELL.most, (RULINGS.right - RULINGS.x) / count),
  );

function rowMarks(
  { variants }: Results,
  ruling: Ruling,
  row: number,
): Plot.Markish[] {
  const y = middle(row);
  const cells = [
    ruling.says,
    ...variants.map(({ says }) => says[ruling.finding]),
  ];
  const width = cellWidth(cells.length);
  const lines = wrapped(ruling.claim);
  return [
    Plot.ruleY([TOP + ROW * (row + 1)], {
      x1: EDGE,
      x2: WIDTH - EDGE,
      stroke: GRID,
    }),
    line(`${finding(ruling)}`, CLAIM.x, y, { size: 17, weight: 700 }),
    ...lines.map((text, i) =>
      line(text, CLAIM.x + 24, y + CLAIM.line * (i - (lines.length - 1) / 2), {
        size: CLAIM.size,
      })
    ),
    ...shareMarks(ruling, y),
    line(
      ruling.adjustedP === null ? "–" : ruling.adjustedP.toFixed(3),
      P,
      y,
      { size: 11 },
    ),
    ...cells.flatMap((says, i) =>
      says ? cell(says, RULINGS.x + width * i, y, width) : []
    ),
  ];
}

function shareMarks({ passingShare }: Ruling, y: number): Plot.Markish[] {
  if (passingShare === null) return [];
  const at = (share: number) => SHARE.x + SHARE.width * share;
  const { lower, upper } = wilson(passingShare, RULING_DRAWS.draws);
  return [
    Plot.line([[at(lower), y], [at(upper), y]], {
      stroke: INK,
      strokeWidth: 2,
    }),
    Plot.dot([[at(passingShare), y]], { r: 4.5, fill: INK }),
  ];
}

function cell(says: Says, x: number, y: number, width: number): Plot.Markish[] {
  return [
    Plot.rect([0], {
      x1: x + 1,
      x2: x + width - 1,
      y1: y - CELL.height / 2,
      y2: y + CELL.height / 2,
      fill: rulingColour(says),
    }),
    line(says.slice(0, 1).toUpperCase(), x + width / 2, y, {
      size: 12,
      weight: 700,
      anchor: "middle",
    }),
  ];
}

function shareAxis(rows: number): Plot.Markish[] {
  const bottom = TOP + ROW * rows;
  const ticks = percentTicks([0, 100], 130);
  const x = (tick: number) => SHARE.x + (SHARE.width * tick) / 100;
  return [
    Plot.ruleX(ticks.map(x), { y1: TOP, y2: bottom, stroke: GRID }),
    ...ticks.map((tick) =>
      line(String(tick), x(tick), TOP - 10, { size: 11, anchor: "middle" })
    ),
  ];
}

function columnHeads({ variants }: Results): Plot.Markish[] {
  const width = cellWidth(variants.length + 1);
  const head = { size: 11.5, fill: FAINT, weight: 600 } as const;
  return [
    line("Finding", CLAIM.x, TOP - 30, head),
    line("Resamples that hold (%)", SHARE.x, TOP - 30, head),
    line("Adjusted p", P, TOP - 30, head),
    line("Ruling", RULINGS.x, TOP - 30, head),
    ...["0", ...variants.map((_, i) => letter(i))].map((name, i) =>
      line(name, RULINGS.x + width * (i + 0.5), TOP - 10, {
        size: 11,
        anchor: "middle",
      })
    ),
  ];
}

/** What the letters in the cells stand for. */
function meanings(y: number): Plot.Markish[] {
  let x = EDGE;
  return SAYS.flatMap((says) => {
    const left = x;
    x += 34 + textWidth(says, 11) + 24;
    return [
      ...cell(says, left, y, 28),
      line(says, left + 36, y, { size: 11 }),
    ];
  });
}

/** A claim in lines that fit its column. */
function wrapped(claim: string): string[] {
  const lines: string[] = [];
  for (const word of claim.split(" ")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (
      lines.length > 0 && textWidth(longer, CLAIM.size) <= CLAIM.width - 24
    ) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines;
}

function says(rulings: readonly Ruling[]): string {
  const counts = SAYS.flatMap((says) => {
    const own = rulings.filter((ruling) => ruling.says === says).map(finding);
    return own.length > 0
      ? [`${says} ${own.length === 1 ? "is" : "are"} ${listSaid(own)}`]
      : [];
  });
  const shares = rulings.filter(({ passingShare }) => passingShare !== null)
    .map((ruling) =>
      `${finding(ruling)} in ${percentSaid(ruling.passingShare!)}`
    );
  return `By finding: ${counts.join(", ")}.${
    shares.length > 0
      ? ` All parts hold: ${shares.join(", ")} of the resamples.`
      : ""
  }`;
}
