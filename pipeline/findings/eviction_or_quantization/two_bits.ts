import type { Claims } from "../../study/claims.ts";
import {
  type Decide,
  decided,
  FEWEST,
  insufficient,
  type Scores,
} from "../finding.ts";
import { byConfiguration, inPoints, type Point, SLACK } from "../points.ts";

/** Bits at which a quantized cache is said to fail. */
const TOO_FEW_BITS = 2;
/** A clear loss of accuracy: ten points. */
const CLEAR_LOSS = 0.1;

/**
 * Part e: whether a 2-bit cache loses clearly at the longest budget, in every
 * configuration but the small models', which have too little to lose. `against`
 * picks the full cache's accuracies.
 */
export function twoBitsLose(
  serial: readonly Point[],
  against: keyof Scores,
  { smallModels }: Claims,
): Decide {
  if (!smallModels) {
    return () => insufficient("the study claims no small models");
  }
  const comparisons = byConfiguration(serial).flatMap(({ points }) => {
    if (smallModels.includes(points[0]!.measurement.model.name)) return [];
    const longest = points.at(-1)!.measurement.budget;
    const last = points.filter(({ measurement }) =>
      measurement.budget === longest
    );
    const full = last.find(({ measurement: { kv } }) => kv.kind === "full");
    const compressed = last.find(({ measurement: { kv } }) =>
      kv.kind === "hqq" && kv.bits === TOO_FEW_BITS
    );
    return full && compressed
      ? [{ full: full.at, compressed: compressed.at }]
      : [];
  });
  if (comparisons.length < FEWEST) {
    return () =>
      insufficient(
        `${comparisons.length} configurations have a 2-bit and a full cache, we ask for ${FEWEST}`,
      );
  }
  return (scores) => {
    const least = Math.min(
      ...comparisons.map(({ full, compressed }) =>
        scores[against][full]! - scores.accuracy[compressed]!
      ),
    );
    return decided(
      least >= CLEAR_LOSS - SLACK,
      `at least ${
        inPoints(least)
      } points in ${comparisons.length} configurations`,
    );
  };
}
