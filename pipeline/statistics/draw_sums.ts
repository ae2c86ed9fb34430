import { drawBlocks } from "./draw_blocks.ts";
import { doublesAt, kernel } from "./kernel.ts";
import type { ProblemDraws } from "./resample.ts";

/** Sums in the kernel's memory, one a draw; good until draws are summed again. */
interface SumPlaces {
  readonly sums: number;
  readonly otherSums: number;
}

/**
 * Sums of count x value over the problems of every draw, of two lists of
 * values at once; `values` and `others` hold one a problem, `sums` and
 * `otherSums` become one a draw. Added in the order of the problems, so that a
 * sum does not depend on what it is asked for with. Refuses, with a TypeError,
 * lists of another length.
 */
export function drawSums(
  drawn: ProblemDraws,
  values: ArrayLike<number>,
  others: ArrayLike<number>,
  sums: Float64Array,
  otherSums: Float64Array,
): void {
  const places = drawSumPlaces(drawn, values, others);
  sums.set(doublesAt(places.sums, drawn.draws));
  otherSums.set(doublesAt(places.otherSums, drawn.draws));
}

/** `drawSums` left where the kernel put them. */
export function drawSumPlaces(
  drawn: ProblemDraws,
  values: ArrayLike<number>,
  others: ArrayLike<number>,
): SumPlaces {
  const { problems } = drawn;
  refuseOthers(drawn, values.length);
  refuseOthers(drawn, others.length);
  const { place, blocks, free } = drawBlocks(drawn, "doubles");
  const sums = free;
  const otherSums = sums + 64 * blocks;
  const own = otherSums + 64 * blocks;
  const other = own + 8 * problems;
  doublesAt(own, problems).set(values);
  doublesAt(other, problems).set(others);
  kernel.drawSums(place, blocks, problems, own, other, sums, otherSums);
  return { sums, otherSums };
}

/** Refuses scores of another number of problems than the draws. */
export function refuseOthers({ problems }: ProblemDraws, scores: number): void {
  if (scores === problems) return;
  throw new TypeError(
    `Cannot resample ${scores} scores: the draws are of ${problems}`,
  );
}
