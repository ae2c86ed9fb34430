/** Legends as marks: a column beside the panels or rows above them. */
import * as Plot from "@observablehq/plot";
import { type bitsSymbol, FAINT, INK } from "./style.ts";
import { textWidth } from "./text_width.ts";

/** A swatch and what it stands for. */
type LegendEntry =
  & { readonly label: string }
  & (
    | {
      readonly swatch: "dot";
      readonly symbol: ReturnType<typeof bitsSymbol> | "times";
      readonly radius: number;
      readonly colour: string;
      readonly ring?: string;
    }
    | {
      readonly swatch: "line";
      readonly colour: string;
      readonly dash?: string;
      readonly width?: number;
    }
  );

/** Entries under one heading. */
export interface LegendGroup {
  readonly heading: string;
  readonly entries: readonly LegendEntry[];
}

/** A legend laid out: its marks, in pixels of the sheet, and how high it is. */
export interface Legend {
  readonly marks: readonly Plot.Markish[];
  readonly height: number;
}

const SWATCH = 24;
const LINE = 17;
const SIZE = 11.5;
/** Between swatch and label. */
const SPACE = 6;
/** Between groups of a column, between entries and between groups of a row. */
const GAP = { column: 11, entry: 14, group: 30 };

type Placed<T> = T & { readonly x: number; readonly y: number };

/** How wide a column of groups is, pixels. */
export function legendWidth(groups: readonly LegendGroup[]): number {
  return Math.max(
    0,
    ...filled(groups).flatMap(({ heading, entries }) => [
      textWidth(heading, SIZE, true),
      ...entries.map(({ label }) => SWATCH + SPACE + textWidth(label, SIZE)),
    ]),
  );
}

/** Groups one under the other. */
export function legendColumn(
  groups: readonly LegendGroup[],
  { x, y }: { readonly x: number; readonly y: number },
): Legend {
  const headings: Placed<{ text: string }>[] = [];
  const entries: Placed<LegendEntry>[] = [];
  let line = y;
  for (const { heading, entries: own } of filled(groups)) {
    headings.push({ text: heading, x, y: line });
    for (const entry of own) entries.push({ ...entry, x, y: line += LINE });
    line += LINE + GAP.column;
  }
  return { marks: marksOf(headings, entries), height: line - y };
}

/** Groups side by side, in as many rows as the width asks for. */
export function legendRows(
  groups: readonly LegendGroup[],
  { x, y, width }: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
  },
): Legend {
  const headings: Placed<{ text: string }>[] = [];
  const entries: Placed<LegendEntry>[] = [];
  const widthOf = ({ label }: LegendEntry) =>
    SWATCH + SPACE + textWidth(label, SIZE) + GAP.entry;
  let left = x;
  let line = y;
  for (const { heading, entries: own } of filled(groups)) {
    const named = textWidth(heading, SIZE, true) + GAP.entry;
    const whole = own.reduce((sum, entry) => sum + widthOf(entry), named);
    if (left > x && left + whole > x + width) {
      left = x;
      line += LINE;
    }
    headings.push({ text: heading, x: left, y: line });
    left += named;
    const indent = left;
    for (const entry of own) {
      if (left > indent && left + widthOf(entry) > x + width) {
        left = indent;
        line += LINE;
      }
      entries.push({ ...entry, x: left, y: line });
      left += widthOf(entry);
    }
    left += GAP.group;
  }
  return { marks: marksOf(headings, entries), height: line + LINE - y };
}

const filled = (groups: readonly LegendGroup[]) =>
  groups.filter(({ entries }) => entries.length > 0);

function marksOf(
  headings: readonly Placed<{ text: string }>[],
  entries: readonly Placed<LegendEntry>[],
): Plot.Markish[] {
  const text = {
    textAnchor: "start",
    lineAnchor: "middle",
    fontSize: SIZE,
  } as const;
  return [
    Plot.text(headings, {
      ...text,
      x: "x",
      y: "y",
      text: "text",
      fill: FAINT,
      fontWeight: 600,
    }),
    ...entries.map(swatchMark),
    Plot.text(entries, {
      ...text,
      x: "x",
      y: "y",
      dx: SWATCH + SPACE,
      text: "label",
      fill: INK,
    }),
  ];
}

function swatchMark(entry: Placed<LegendEntry>): Plot.Markish {
  const { x, y } = entry;
  switch (entry.swatch) {
    case "dot":
      return Plot.dot([[x + SWATCH / 2, y]], {
        symbol: entry.symbol,
        r: entry.radius,
        fill: entry.colour,
        stroke: entry.ring ?? "white",
        strokeWidth: entry.ring ? 1.2 : 0.6,
      });
    case "line":
      return Plot.line([[x, y], [x + SWATCH - 2, y]], {
        stroke: entry.colour,
        strokeWidth: entry.width ?? 1.8,
        ...(entry.dash ? { strokeDasharray: entry.dash } : {}),
      });
  }
}
