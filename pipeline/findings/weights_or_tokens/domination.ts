import type { Claims } from "../../study/claims.ts";
import { type Configuration, SLACK } from "../points.ts";

/** Whether each configuration's saturated point is dominated by larger weights; null where a claim is absent. */
export function dominatedOf(
  configurations: readonly Configuration[],
  accuracy: Float64Array,
  { epsilon, memoryTolerance }: Claims,
): boolean[] | null {
  if (!epsilon || memoryTolerance === undefined) return null;
  return configurations.map((configuration) =>
    isDominated(
      configuration,
      configurations,
      accuracy,
      epsilon.full,
      memoryTolerance,
    )
  );
}

/** Whether the smallest budget within epsilon of a configuration's best is dominated by larger weights. */
function isDominated(
  configuration: Configuration,
  all: readonly Configuration[],
  accuracy: Float64Array,
  epsilon: number,
  tolerance: number,
): boolean {
  const best = Math.max(...configuration.points.map(({ at }) => accuracy[at]!));
  const point = configuration.points.find(({ at }) =>
    accuracy[at]! >= best - epsilon
  )!;
  const cost = point.measurement.totalBytes;
  const value = accuracy[point.at]!;
  return all.some(({ weightBytes, points }) =>
    weightBytes > configuration.weightBytes &&
    points.some(({ at, measurement }) =>
      measurement.totalBytes <= cost * (1 + tolerance) &&
      accuracy[at]! >= value &&
      (measurement.totalBytes < cost || accuracy[at]! > value + SLACK)
    )
  );
}
