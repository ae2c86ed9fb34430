import { kvName, type KvStrategy } from "../study/kv_strategy.ts";
import type { Run } from "../study/run.ts";
import { samplesOf, type Study } from "../study/study.ts";
import type { GradedRun } from "./grade.ts";
import { sharesOfCounts, tallyAt } from "./votes.ts";

/**
 * The right share of every problem at one budget (given by its place among the
 * run's budgets) over the first samples of a full cache, as many as a
 * compressed cache has on this benchmark: what the two are compared on.
 * Undefined where the run has no more samples than that.
 */
export function matchedShares(
  study: Study,
  graded: GradedRun,
  column: number,
): Float64Array | undefined {
  const first = matchedSamples(study, graded.sound.run);
  if (first === null) return undefined;
  const { right } = tallyAt(graded, column, first);
  return sharesOfCounts(right, first);
}

/** Samples of a compressed cache on the run's benchmark; null where the run itself has one, or no more samples. */
function matchedSamples(study: Study, { benchmark, kv }: Run): number | null {
  const isCompressed = ({ kind }: KvStrategy) => kind !== "full";
  const compressed = study.kvStrategies.find((each) =>
    isCompressed(each) &&
    (benchmark.kvStrategies?.includes(kvName(each)) ?? true)
  );
  if (!compressed || isCompressed(kv)) return null;
  const samples = samplesOf(study, compressed);
  return samples < samplesOf(study, kv) ? samples : null;
}
