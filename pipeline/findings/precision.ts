import type { Point } from "./points.ts";

/** Bits up to which weights count as narrow: the paper's 4-bit ones. */
const NARROW = 4;

/** Whether a point's weights are the narrow ones. */
export function isNarrow({ measurement: { bits } }: Point): boolean {
  return bits <= NARROW;
}

/** Whether a point's weights are of 8 bits or more. */
export function isWide(point: Point): boolean {
  return !isNarrow(point);
}
