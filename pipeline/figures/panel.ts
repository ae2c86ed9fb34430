/** One picture of a figure: its axes and its marks. */
import * as Plot from "@observablehq/plot";
import type { Study } from "../study/study.ts";
import { type Axis, axisMarks } from "./axes.ts";
import { PLOT_STYLE, watermark } from "./paper.ts";
import { INK } from "./style.ts";

/** Room for what is written above a point at the very top, pixels. */
const INSET_TOP = 16;

/** Where the data of a panel are drawn, pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** One picture of a figure. */
export interface Panel {
  /** Above its frame; empty: the figure's title does. */
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Whatever is drawn, for a frame of some size. */
  readonly marks: (frame: Frame) => readonly Plot.Markish[];
}

/** Pixels around the frame. */
export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Values to pixels from the upper left corner of a frame, as the panel draws them. */
export function placing(
  { x, y }: Pick<Panel, "x" | "y">,
  frame: Frame,
): (cost: number, height: number) => [x: number, y: number] {
  const share = ({ scale, domain: [from, to] }: Axis, value: number) =>
    scale === "log"
      ? Math.log(value / from) / Math.log(to / from)
      : (value - from) / (to - from);
  return (cost, height) => [
    frame.width * share(x, cost),
    frame.height - (frame.height - INSET_TOP) * share(y, height),
  ];
}

const plotScale = ({ scale }: Axis) => scale === "log" ? "log" : "linear";

/** A panel as a plot; what its axes are is said or left to a neighbour. */
export function panelPlot(
  study: Study,
  { title, x, y, marks }: Panel,
  frame: Frame,
  margins: Margins,
  said: { readonly x: boolean; readonly y: boolean },
): Plot.PlotOptions {
  return {
    width: margins.left + frame.width + margins.right,
    height: margins.top + frame.height + margins.bottom,
    marginTop: margins.top,
    marginRight: margins.right,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    insetTop: INSET_TOP,
    style: PLOT_STYLE,
    x: { type: plotScale(x), domain: [...x.domain] },
    y: { type: plotScale(y), domain: [...y.domain] },
    r: { type: "identity" },
    marks: [
      // Behind every panel, so that none can be cut out without it.
      ...watermark(study, frame),
      ...axisMarks(
        said.x ? x : { ...x, label: "" },
        said.y ? y : { ...y, label: "" },
        frame,
      ),
      ...marks(frame),
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
