import { memorySaid } from "../../study/memory_said.ts";
import type { Claims } from "../../study/claims.ts";
import { GIB } from "../../study/memory.ts";
import { decided, type Decision, FEWEST, insufficient } from "../finding.ts";
import { dominatedOf } from "./domination.ts";
import type { Configuration } from "../points.ts";

/** Part e: whether the size that best divides the dominated from the others is the pivot's or a neighbour's. */
export function threshold(
  configurations: readonly Configuration[],
  accuracy: Float64Array,
  pivot: number | undefined,
  claims: Claims,
): Decision {
  const dominated = dominatedOf(configurations, accuracy, claims);
  if (pivot === undefined || !dominated) {
    return insufficient(
      "the study claims no scale pivot, epsilon or memory tolerance",
    );
  }
  if (configurations.length < FEWEST) {
    return insufficient(
      `${configurations.length} configurations, we ask for ${FEWEST}`,
    );
  }
  const { sizes, best, agreeing } = dividingSizes(configurations, dominated);
  const lower = sizes.findLast((size) => size < pivot) ?? -Infinity;
  const upper = sizes.find((size) => size > pivot) ?? Infinity;
  return decided(
    best.some((size) => size >= lower && size <= upper),
    `best at ${memorySaid(best.map((size) => size / GIB))}, right for ` +
      `${agreeing} of ${dominated.length}`,
  );
}

/** The weight bytes that divide the dominated configurations best from the others, and for how many of them they are right. */
function dividingSizes(
  configurations: readonly Configuration[],
  dominated: readonly boolean[],
) {
  const sizes = [
    ...new Set(configurations.map(({ weightBytes }) => weightBytes)),
  ].sort((a, b) => a - b);
  const agreeing = sizes.map((size) =>
    dominated.filter((is, i) => is === (configurations[i]!.weightBytes < size))
      .length
  );
  const most = Math.max(...agreeing);
  return {
    sizes,
    best: sizes.filter((_, i) => agreeing[i] === most),
    agreeing: most,
  };
}

/** The size that divides best, GiB: the geometric middle of those that are equally right; NaN where nothing can be divided. */
export function thresholdGiB(
  configurations: readonly Configuration[],
  accuracy: Float64Array,
  claims: Claims,
): number {
  const dominated = dominatedOf(configurations, accuracy, claims);
  if (!dominated || configurations.length < FEWEST) return NaN;
  const { best } = dividingSizes(configurations, dominated);
  return Math.sqrt(best[0]! * best.at(-1)!) / GIB;
}
