import type { ClaimedPoint, Claims } from "../../study/claims.ts";
import { kvName } from "../../study/kv_strategy.ts";
import { type Decide, decided, insufficient } from "../finding.ts";
import { inPoints, type Point, SLACK } from "../points.ts";

/** Part d: whether the scenarios the study names compare as it says. */
export function namedPairs(
  points: readonly Point[],
  { namedPairs: pairs = [] }: Claims,
): Decide {
  if (pairs.length === 0) {
    return () => insufficient("the study names no pairs");
  }
  const find = (named: ClaimedPoint) =>
    points.find(({ measurement: m }) =>
      m.benchmark.name === named.benchmark && m.model.name === named.model &&
      m.bits === named.bits && kvName(m.kv) === named.kv &&
      m.budget === named.budget && m.group === named.group
    );
  const found = pairs.flatMap(({ better, worse }) => {
    const [a, b] = [find(better), find(worse)];
    return a && b ? [[a.at, b.at] as const] : [];
  });
  if (found.length < pairs.length) {
    return () =>
      insufficient(
        `${
          pairs.length - found.length
        } of ${pairs.length} pairs were not measured`,
      );
  }
  return ({ accuracy }) => {
    const gaps = found.map(([a, b]) => accuracy[a]! - accuracy[b]!);
    return decided(
      gaps.every((gap) => gap > SLACK),
      `differences of ${inPoints(...gaps)} points`,
    );
  };
}
