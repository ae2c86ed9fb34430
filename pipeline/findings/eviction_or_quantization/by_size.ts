import type { Claims } from "../../study/claims.ts";
import {
  type Decide,
  decided,
  type Decision,
  FEWEST,
  insufficient,
} from "../finding.ts";
import { inPoints, percent, SLACK } from "../points.ts";
import { MOSTLY } from "../shares.ts";
import type { Gap } from "./gap.ts";

/** Part a: whether eviction lies above quantization in most small configurations and in their mean. */
export function smallEvict(
  gaps: readonly Gap[],
  pivot: number | undefined,
): Decide {
  return onBothSides(gaps, pivot, (small) => {
    const above = small.filter((gap) => gap > SLACK).length / small.length;
    const mean = meanOf(small);
    return decided(
      above >= MOSTLY && mean > 0,
      `${percent(above)} of ${small.length} small configurations, ${
        inPoints(mean)
      } points on average`,
    );
  });
}

/** Part b: whether quantization of large configurations lies at most epsilon below eviction. */
export function largeQuantize(
  gaps: readonly Gap[],
  pivot: number | undefined,
  { epsilon }: Claims,
): Decide {
  if (!epsilon) return () => insufficient("the study claims no epsilon");
  return onBothSides(gaps, pivot, (_, large) => {
    const mean = meanOf(large);
    return decided(
      mean <= epsilon.compressed,
      `eviction is ${
        inPoints(mean)
      } points above on average of ${large.length} large configurations`,
    );
  });
}

/** Part c: whether eviction leads by more in small configurations than in large ones. */
export function smallEvictMore(
  gaps: readonly Gap[],
  pivot: number | undefined,
): Decide {
  return onBothSides(gaps, pivot, (small, large) => {
    const more = meanOf(small) - meanOf(large);
    return decided(more > SLACK, `by ${inPoints(more)} points more`);
  });
}

/** A rule on the gaps of the configurations below a pivot and of those from it on. */
function onBothSides(
  gaps: readonly Gap[],
  pivot: number | undefined,
  rule: (small: readonly number[], large: readonly number[]) => Decision,
): Decide {
  if (pivot === undefined) {
    return () => insufficient("the study claims no pivot for it");
  }
  const small = gaps.filter(({ weightBytes }) => weightBytes < pivot);
  const large = gaps.filter(({ weightBytes }) => weightBytes >= pivot);
  if (Math.min(small.length, large.length) < FEWEST) {
    return () =>
      insufficient(
        `${small.length} small and ${large.length} large configurations have both methods, we ask for ${FEWEST} of each`,
      );
  }
  return ({ accuracy }) =>
    rule(
      small.map(({ of }) => of(accuracy)),
      large.map(({ of }) => of(accuracy)),
    );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
