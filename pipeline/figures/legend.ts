/** Legends as marks: a column of entries right of the frame. */
import * as Plot from "@observablehq/plot";
import { bitsSymbol, FAINT, INK } from "./style.ts";

/** A swatch and what it stands for. */
type LegendEntry =
  & { readonly label: string }
  & (
    | {
      readonly swatch: "dot";
      readonly symbol: ReturnType<typeof bitsSymbol>;
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

const LEFT = 20;
const SWATCH = 24;
const LINE = 17;
const GAP = 11;
const SIZE = 11.5;

/** A horizontal line: Plot's vectors point up. */
const STROKE = {
  draw(context: CanvasPath, length: number): void {
    context.moveTo(0, 0);
    context.lineTo(0, -length);
  },
};

const label = (text: string, dx: number, dy: number, strong = false) =>
  Plot.text([text], {
    text: (each: string) => each,
    frameAnchor: "top-right",
    textAnchor: "start",
    lineAnchor: "middle",
    dx,
    dy,
    fill: strong ? FAINT : INK,
    fontSize: SIZE,
    fontWeight: strong ? 600 : 400,
  });

function swatch(entry: LegendEntry, dy: number): Plot.Markish {
  const place = {
    frameAnchor: "top-right",
    dx: LEFT + SWATCH / 2,
    dy,
  } as const;
  switch (entry.swatch) {
    case "dot":
      return Plot.dot([0], {
        ...place,
        symbol: entry.symbol,
        r: entry.radius,
        fill: entry.colour,
        stroke: entry.ring ?? "white",
        strokeWidth: entry.ring ? 1.2 : 0.6,
      } as Plot.DotOptions);
    case "line":
      return Plot.vector([0], {
        ...place,
        shape: STROKE as unknown as Plot.VectorShapeImplementation,
        length: SWATCH - 2,
        rotate: 90,
        anchor: "middle",
        stroke: entry.colour,
        strokeWidth: entry.width ?? 1.8,
        ...(entry.dash ? { strokeDasharray: entry.dash } : {}),
      } as Plot.VectorOptions);
  }
}

/** The marks of a legend, from the top of the frame down. */
export function legend(groups: readonly LegendGroup[]): Plot.Markish[] {
  const marks: Plot.Markish[] = [];
  let dy = SIZE / 2;
  for (const { heading, entries } of groups) {
    if (entries.length === 0) continue;
    marks.push(label(heading, LEFT, dy, true));
    dy += LINE;
    for (const entry of entries) {
      marks.push(swatch(entry, dy), label(entry.label, LEFT + SWATCH + 6, dy));
      dy += LINE;
    }
    dy += GAP;
  }
  return marks;
}
