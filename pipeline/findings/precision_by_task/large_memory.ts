import { memorySaid } from "../../study/memory_said.ts";
import type { Claims } from "../../study/claims.ts";
import { GIB } from "../../study/memory.ts";
import { type Decide, decided, insufficient } from "../finding.ts";
import { percent, type Point } from "../points.ts";
import { isNarrow, isWide } from "../precision.ts";
import { rangeOf, rangeShare, tooFew } from "./range_share.ts";

/** Part b: whether in large memories wide weights are nearly the best mostly, narrow ones rarely. */
export function largeMemory(
  serial: readonly Point[],
  { regimes, epsilon, kappa }: Claims,
): Decide {
  const above = regimes?.precisionAbove;
  if (above === undefined || !epsilon || !kappa) {
    return () =>
      insufficient("the study claims no memory, epsilon or kappa for it");
  }
  const all = rangeOf(serial);
  const range = { ...all, low: Math.max(above * GIB, all.low) };
  const scarce = tooFew(
    serial.filter(({ measurement }) => measurement.totalBytes >= range.low),
    `above ${memorySaid(above)}`,
  );
  if (scarce) return () => scarce;
  const narrow = serial.filter(isNarrow);
  const wide = serial.filter(isWide);
  const narrowShare = rangeShare(narrow, serial, range, epsilon.full);
  const wideShare = rangeShare(wide, serial, range, epsilon.full);
  return ({ accuracy }) => {
    const [low, high] = [narrowShare(accuracy), wideShare(accuracy)];
    return decided(
      low <= kappa.low && high >= kappa.high,
      `4 bits are nearly the best in ${percent(low)} of the range, 8 and 16 ` +
        `in ${percent(high)}`,
    );
  };
}
