/** Labels beside what they name, where nothing is in the way. */
import * as Plot from "@observablehq/plot";
import { textWidth } from "./text_width.ts";

/** A rectangle inside a frame, pixels from its upper left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is drawn in a frame, as far as a label must keep off it. */
export interface Obstacles {
  /** Never covered. */
  readonly solid: readonly Box[];
  /** Covered only where there is no other place. */
  readonly thin: readonly Box[];
}

/** A text and the points it may stand beside, the best first, pixels from the upper left corner of the frame. */
export interface Wanted {
  readonly text: string;
  readonly colour: string;
  readonly beside: readonly (readonly [x: number, y: number])[];
  /** Sides tried at every point, the best first. */
  readonly sides: readonly Side[];
}

/** Where a label stands, seen from its point. */
type Side = "right" | "left" | "above" | "below" | "above left";

/** A label that found its place. */
interface Label {
  readonly text: string;
  readonly colour: string;
  readonly box: Box;
}

const SIZE = 11.5;
const GAP = 8;
/** Pixels between two probes along a line. */
const STEP = 4;

function boxBeside(
  [x, y]: readonly [number, number],
  side: Side,
  text: string,
): Box {
  const width = textWidth(text, SIZE, true);
  const at = (left: number, middle: number): Box => ({
    left,
    right: left + width,
    top: middle - SIZE / 2 - 1,
    bottom: middle + SIZE / 2 + 1,
  });
  switch (side) {
    case "right":
      return at(x + GAP, y);
    case "left":
      return at(x - GAP - width, y);
    case "above":
      return at(x - width / 2, y - GAP - SIZE / 2);
    case "below":
      return at(x - width / 2, y + GAP + SIZE / 2);
    case "above left":
      return at(x - width - 4, y - GAP - 2);
  }
}

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Finds a free place for every text that has one, in their order; the others are left out. */
export function placed(
  wanted: readonly Wanted[],
  { solid, thin }: Obstacles,
  frame: { readonly width: number; readonly height: number },
): Label[] {
  const labels: Label[] = [];
  for (const { text, colour, beside, sides } of wanted) {
    const boxes = beside.flatMap((point) =>
      sides.map((side) => boxBeside(point, side, text))
    ).filter((box) =>
      box.left >= 0 && box.top >= 0 && box.right <= frame.width &&
      box.bottom <= frame.height &&
      ![...solid, ...labels.map(({ box }) => box)].some((other) =>
        overlap(box, other)
      )
    );
    const box = boxes.find((box) =>
      !thin.some((other) => overlap(box, other))
    ) ??
      boxes[0];
    if (box) labels.push({ text, colour, box });
  }
  return labels;
}

/** The boxes of dots. */
export function dotBoxes(
  dots: readonly {
    readonly x: number;
    readonly y: number;
    readonly r: number;
  }[],
): Box[] {
  return dots.map(({ x, y, r }) => ({
    left: x - r,
    right: x + r,
    top: y - r,
    bottom: y + r,
  }));
}

/** Boxes along a line through some points. */
export function lineBoxes(
  points: readonly (readonly [x: number, y: number])[],
): Box[] {
  return points.slice(1).flatMap(([x2, y2], i) => {
    const [x1, y1] = points[i]!;
    const steps = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / STEP);
    return Array.from({ length: steps + 1 }, (_, step) => {
      const share = steps === 0 ? 0 : step / steps;
      const x = x1 + share * (x2 - x1);
      const y = y1 + share * (y2 - y1);
      return { left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 };
    });
  });
}

/** Labels as marks, their places counted from the upper left corner of the frame. */
export function labelMarks(labels: readonly Label[]): Plot.Markish[] {
  return labels.map(({ text, colour, box }) =>
    Plot.text([text], {
      text: (each: string) => each,
      frameAnchor: "top-left",
      textAnchor: "middle",
      lineAnchor: "middle",
      dx: (box.left + box.right) / 2,
      dy: (box.top + box.bottom) / 2,
      fontSize: SIZE,
      fontWeight: 700,
      fill: colour,
    })
  );
}
