/** Marks that figures of accuracy against memory share. */
import * as Plot from "@observablehq/plot";
import type { Dot } from "./curves.ts";
import { bitsSymbol, FAINT, INK } from "./style.ts";

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

/** Symbol by bits, size by budget, colour by model; a dark ring for what stands out. */
export function dotMarks<D extends Dot>(
  dots: readonly D[],
  ring: (dot: D) => boolean = () => false,
  height: keyof D & string = "accuracy",
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
    marks(dots.filter((dot) => !ring(dot)), "white", 0.5),
    marks(dots.filter(ring), INK, 1.1),
  ];
}

/** A frontier as steps: what the memory up to a point buys at best. */
export function frontierLine(
  members: readonly Dot[],
  dash: string,
  width = 1.5,
): Plot.Markish {
  return Plot.line(members, {
    x: "cost",
    y: "accuracy",
    curve: "step-after",
    stroke: INK,
    strokeWidth: width,
    strokeDasharray: dash,
  });
}

/** Intervals as thin bars. */
export function intervalBars(dots: readonly Dot[]): Plot.Markish {
  return Plot.ruleX(dots, {
    x: "cost",
    y1: "lower",
    y2: "upper",
    stroke: (dot: Dot) => dot.colour,
    strokeOpacity: 0.55,
    strokeWidth: 1.3,
  });
}

/** A vertical border, its name above the frame. */
export function border(at: number, name: string): Plot.Markish[] {
  return [
    Plot.ruleX([at], {
      stroke: FAINT,
      strokeWidth: 1,
      strokeDasharray: "2,2",
    }),
    Plot.text([at], {
      x: (x: number) => x,
      text: () => name,
      frameAnchor: "top",
      textAnchor: "start",
      lineAnchor: "bottom",
      dx: -2,
      dy: -5,
      fill: FAINT,
      fontSize: 10.5,
    }),
  ];
}
