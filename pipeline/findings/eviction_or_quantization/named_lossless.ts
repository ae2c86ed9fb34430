import type { Claims } from "../../study/claims.ts";
import { kvName } from "../../study/kv_strategy.ts";
import { weightLabel } from "../../study/weights.ts";
import {
  type Decide,
  decided,
  FEWEST,
  insufficient,
  type Scores,
} from "../finding.ts";
import { byConfiguration, inPoints, type Point, SLACK } from "../points.ts";

/** Part d: whether the compressed caches the study names lose no more than it says against the best of the full one; `against` picks the full cache's accuracies. */
export function namedLossless(
  serial: readonly Point[],
  against: keyof Scores,
  { nearLossless = [] }: Claims,
): Decide {
  if (nearLossless.length === 0) {
    return () => insufficient("the study names no caches nearly without loss");
  }
  const configurations = byConfiguration(serial);
  const comparisons = nearLossless.flatMap(({ model, kv, points: allowed }) =>
    configurations.flatMap(({ points }) => {
      const { model: own, bits } = points[0]!.measurement;
      if (own.name !== model) return [];
      const of = (strategy: string) =>
        points.filter(({ measurement: m }) => kvName(m.kv) === strategy)
          .map(({ at }) => at);
      const [compressed, full] = [of(kv), of("full")];
      if (compressed.length === 0 || full.length === 0) return [];
      const name = `${model} ${weightLabel(bits)} with ${kv}`;
      return [{ name, allowed, compressed, full }];
    })
  );
  if (comparisons.length < FEWEST) {
    return () =>
      insufficient(
        `${comparisons.length} configurations named can be compared, we ask for ${FEWEST}`,
      );
  }
  return (scores) => {
    const [base, own] = [scores[against], scores.accuracy];
    const losses = comparisons.map(({ compressed, full }) =>
      Math.max(...full.map((at) => base[at]!)) -
      Math.max(...compressed.map((at) => own[at]!))
    );
    return decided(
      losses.every((loss, i) => loss <= comparisons[i]!.allowed + SLACK),
      comparisons.map(({ name, allowed }, i) =>
        `${name} loses ${inPoints(losses[i]!)} of ${inPoints(allowed)} points`
      ).join("; "),
    );
  };
}
