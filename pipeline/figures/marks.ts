/** Marks that figures of accuracy against memory share. */
import * as Plot from "@observablehq/plot";
import type { Dot } from "./curves.ts";
import { dotBoxes, lineBoxes, type Obstacles } from "./labels.ts";
import type { Frame, placing } from "./panel.ts";
import { bitsSymbol, FAINT, INK } from "./style.ts";
import { textWidth } from "./text_width.ts";

/** Dash of the frontier in every figure. */
export const FRONTIER_DASH = "6,4";
/** Dash of a frontier drawn for comparison. */
export const REFERENCE_DASH = "1.5,3.5";

/** One line a curve, in the colour of its model. */
export function curveLines(dots: readonly Dot[]): Plot.Markish {
  return Plot.line(dots, {
    x: "cost",
    y: "accuracy",
    z: "curve",
    stroke: (dot: Dot) => dot.colour,
    strokeWidth: 1.4,
    strokeOpacity: 0.75,
  });
}

/** The colours of what stands out, and of what it lies on. */
export interface Ground {
  readonly ink: string;
  readonly ground: string;
}

/** Figures are drawn on white. */
const PAPER: Ground = { ink: INK, ground: "white" };

/** Symbol by bits, size by budget, colour by model; a ring of ink for what stands out. */
export function dotMarks<D extends Dot>(
  dots: readonly D[],
  ring: (dot: D) => boolean = () => false,
  height: keyof D & string = "accuracy",
  { ink, ground } = PAPER,
): Plot.Markish[] {
  const marks = (some: readonly D[], stroke: string, width: number) =>
    Plot.dot(some, {
      x: "cost",
      y: height,
      r: (dot: Dot) => dot.radius,
      symbol: (dot: Dot) => bitsSymbol(dot.bits),
      fill: (dot: Dot) => dot.colour,
      stroke,
      strokeWidth: width,
    });
  return [
    marks(dots.filter((dot) => !ring(dot)), ground, 0.5),
    marks(dots.filter(ring), ink, 1.1),
  ];
}

/** A frontier as steps: what the memory up to a point buys at best. */
export function frontierLine(
  members: readonly Dot[],
  dash: string,
  width = 1.5,
  ink = PAPER.ink,
): Plot.Markish {
  return Plot.line(members, {
    x: "cost",
    y: "accuracy",
    curve: "step-after",
    stroke: ink,
    strokeWidth: width,
    strokeDasharray: dash,
  });
}

/** What has an interval: a place, its ends in per cent, a colour. */
export type Uncertain = Pick<Dot, "cost" | "lower" | "upper" | "colour">;

/** Intervals as thin bars. */
export function intervalBars(dots: readonly Uncertain[]): Plot.Markish {
  return Plot.ruleX(dots, {
    x: "cost",
    y1: "lower",
    y2: "upper",
    stroke: (dot: Uncertain) => dot.colour,
    strokeOpacity: 0.5,
    strokeWidth: 1.3,
  });
}

/** Steps of a frontier as the points they go through. */
function stepPoints(
  members: readonly { readonly cost: number; readonly accuracy: number }[],
): { readonly cost: number; readonly accuracy: number }[] {
  return members.flatMap((member, i) =>
    i === 0
      ? [member]
      : [{ cost: member.cost, accuracy: members[i - 1]!.accuracy }, member]
  );
}

/** What labels must keep off: dots always, curves, frontiers and bars where they can. */
export function obstacles(
  shown: readonly Dot[],
  frontier: readonly Dot[],
  bars: readonly Dot[],
  at: ReturnType<typeof placing>,
): Obstacles {
  const points = (list: readonly { cost: number; accuracy: number }[]) =>
    list.map(({ cost, accuracy }) => at(cost, accuracy));
  return {
    solid: dotBoxes(shown.map(({ cost, accuracy, radius }) => {
      const [x, y] = at(cost, accuracy);
      return { x, y, r: radius + 1 };
    })),
    thin: [
      ...[...Map.groupBy(shown, ({ curve }) => curve).values()].flatMap((
        curve,
      ) => lineBoxes(points(curve))),
      ...lineBoxes(points(stepPoints(frontier))),
      ...bars.flatMap(({ cost, lower, upper }) =>
        lineBoxes([at(cost, lower), at(cost, upper)])
      ),
    ],
  };
}

/** A vertical border and its name. */
export interface Border {
  /** Its place on the axis. */
  readonly at: number;
  readonly name: string;
  /** The side of the border its name stands on. */
  readonly side?: "left" | "right";
}

const BORDER_SIZE = 10.5;
const BORDER_LINE = 13;

/** Vertical borders, their names above the frame, or inside where a title stands above; names that would meet stand one above the other, one without room on its side changes it. */
export function borderMarks(
  borders: readonly Border[],
  at: ReturnType<typeof placing>,
  frame: Frame,
  place: "above" | "inside" = "above",
): Plot.Markish[] {
  const rows: number[] = [];
  return borders.toSorted((a, b) => a.at - b.at).flatMap((border) => {
    const { name } = border;
    const [x] = at(border.at, 1);
    const width = textWidth(name, BORDER_SIZE);
    const side = x + width > frame.width
      ? "left"
      : x < width
      ? "right"
      : border.side ?? "right";
    const left = side === "right" ? x - 2 : x - width - 2;
    let row = 0;
    while ((rows[row] ?? -Infinity) > left) row++;
    rows[row] = left + width + 6;
    return [
      Plot.ruleX([border.at], {
        stroke: FAINT,
        strokeWidth: 1,
        strokeDasharray: "2,2",
      }),
      Plot.text([border.at], {
        x: (x: number) => x,
        text: () => name,
        frameAnchor: "top",
        textAnchor: side === "right" ? "start" : "end",
        lineAnchor: place === "above" ? "bottom" : "top",
        dx: (place === "above" ? -2 : 4) * (side === "right" ? 1 : -1),
        dy: place === "above" ? -5 - row * BORDER_LINE : 1 + row * BORDER_LINE,
        fill: FAINT,
        fontSize: BORDER_SIZE,
      }),
    ];
  });
}
