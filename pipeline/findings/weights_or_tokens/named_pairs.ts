import type { ClaimedPoint, Claims } from "../../study/claims.ts";
import { kvName } from "../../study/kv_strategy.ts";
import { decided, type Decision, insufficient } from "../finding.ts";
import { type Point, SLACK } from "../points.ts";

/** Part d: whether the scenarios the study names compare as it says. */
export function namedPairs(
  points: readonly Point[],
  accuracy: Float64Array,
  { namedPairs: pairs = [] }: Claims,
): Decision {
  if (pairs.length === 0) return insufficient("the study names no pairs");
  const find = (named: ClaimedPoint) =>
    points.find(({ measurement: m }) =>
      m.benchmark.name === named.benchmark && m.model.name === named.model &&
      m.bits === named.bits && kvName(m.kv) === named.kv &&
      m.budget === named.budget && m.group === named.group
    );
  const gaps = pairs.flatMap(({ better, worse }) => {
    const [a, b] = [find(better), find(worse)];
    return a && b ? [accuracy[a.at]! - accuracy[b.at]!] : [];
  });
  if (gaps.length < pairs.length) {
    return insufficient(
      `${
        pairs.length - gaps.length
      } of ${pairs.length} pairs were not measured`,
    );
  }
  return decided(
    gaps.every((gap) => gap > SLACK),
    `differences of ${
      gaps.map((gap) => (100 * gap).toFixed(1)).join(", ")
    } points`,
  );
}
