/** A sheet whose coordinates are its pixels: what figures draw around their panels. */
import * as Plot from "@observablehq/plot";
import type { Study } from "../study/study.ts";
import { FONT, INK } from "./style.ts";
import { textWidth } from "./text_width.ts";

/** Pixels from the left to the right end of every figure. */
export const WIDTH = 900;
/** Left and right of title, footer and legend rows. */
export const EDGE = 14;

/** The style of every plot. */
export const PLOT_STYLE = {
  fontFamily: FONT,
  fontSize: "12px",
  color: INK,
};

/** An empty white sheet: the page behind a figure may be dark. */
export function paper(
  height: number,
  marks: readonly Plot.Markish[],
): Plot.PlotOptions {
  return {
    width: WIDTH,
    height,
    margin: 0,
    style: PLOT_STYLE,
    axis: null,
    x: { type: "identity" },
    y: { type: "identity" },
    r: { type: "identity" },
    marks: [Plot.frame({ fill: "white", stroke: "none" }), ...marks],
  };
}

/** One line of text, its middle at y; it begins at x unless told to end or be centred there. */
export function line(
  text: string,
  x: number,
  y: number,
  { size, fill = INK, weight = 400, anchor = "start" }: {
    readonly size: number;
    readonly fill?: string;
    readonly weight?: number;
    readonly anchor?: "start" | "middle" | "end";
  },
): Plot.Markish {
  return Plot.text([[x, y]], {
    text: () => text,
    textAnchor: anchor,
    lineAnchor: "middle",
    fontSize: size,
    fontWeight: weight,
    fill,
  });
}

/** The word behind what is simulated, in the middle of a frame; none for what models answered. */
export function watermark(
  { kind }: Study,
  { width, height }: { readonly width: number; readonly height: number },
): Plot.Markish[] {
  if (kind !== "simulated") return [];
  const word = "SIMULATED";
  const size = Math.min(0.78 * width / textWidth(word, 1, true), height / 2.4);
  const slope = Math.atan(0.5 * height / width) * 180 / Math.PI;
  return [
    Plot.text([word], {
      text: (each: string) => each,
      frameAnchor: "middle",
      fontSize: Math.round(size),
      fontWeight: 700,
      rotate: -Math.round(Math.min(24, slope)),
      fill: INK,
      fillOpacity: 0.08,
      className: "watermark",
    }),
  ];
}
