import type { Claims } from "../../study/claims.ts";
import { decided, type Decision, FEWEST, insufficient } from "../finding.ts";
import { dominatedOf } from "./domination.ts";
import { type Configuration, percent } from "../points.ts";
import { MOSTLY, RARELY } from "../shares.ts";

/** Part c: whether saturated small configurations are mostly dominated, large ones rarely. */
export function saturated(
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
  const of = (isSmall: boolean) =>
    dominated.filter((_, i) =>
      (configurations[i]!.weightBytes < pivot) === isSmall
    );
  const [small, large] = [of(true), of(false)];
  if (small.length < FEWEST || large.length < FEWEST) {
    return insufficient(
      `${small.length} small and ${large.length} large configurations, we ask for ${FEWEST} of each`,
    );
  }
  const share = (list: readonly boolean[]) =>
    list.filter(Boolean).length / list.length;
  return decided(
    share(small) >= MOSTLY && share(large) <= RARELY,
    `${percent(share(small))} of ${small.length} small and ${
      percent(share(large))
    } of ` +
      `${large.length} large ones are dominated`,
  );
}
