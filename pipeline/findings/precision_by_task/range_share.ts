import { envelopeAt } from "../../statistics/by_cost.ts";
import { shareReached, stretches } from "../../statistics/stretches.ts";
import { type Decision, FEWEST, insufficient } from "../finding.ts";
import { inBytes, type Point } from "../points.ts";
import { isNarrow, isWide } from "../precision.ts";

/**
 * The share of a range of memory, on a logarithmic scale, in which the best of
 * some points comes within epsilon of the best of all: kappa of statistics.md, A4.
 */
export function rangeShare(
  some: readonly Point[],
  all: readonly Point[],
  range: { readonly low: number; readonly high: number },
  epsilon: number,
): (accuracy: Float64Array) => number {
  const cut = stretches(
    all.map(({ measurement }) => measurement.totalBytes),
    range.low,
    range.high,
  );
  const ofSome = envelopeAt(inBytes(some), cut.from);
  const ofAll = envelopeAt(inBytes(all), cut.from);
  return (accuracy) =>
    shareReached(ofSome(accuracy), ofAll(accuracy), epsilon, cut);
}

/** The memory from the cheapest to the dearest of some points. */
export function rangeOf(
  points: readonly Point[],
): { readonly low: number; readonly high: number } {
  const costs = points.map(({ measurement }) => measurement.totalBytes);
  return { low: Math.min(...costs), high: Math.max(...costs) };
}

/** What to say of points too few, or too alike in memory, to compare precisions by; null when they are enough. */
export function tooFew(
  points: readonly Point[],
  where: string,
): Decision | null {
  const narrow = points.filter(isNarrow).length;
  const wide = points.filter(isWide).length;
  if (Math.min(narrow, wide) < FEWEST) {
    return insufficient(
      `${narrow} scenarios of 4 bits and ${wide} of more ${where}, we ask for ${FEWEST} of each`,
    );
  }
  const { low, high } = rangeOf(points);
  return low < high
    ? null
    : insufficient(`all scenarios ${where} take the same memory`);
}
