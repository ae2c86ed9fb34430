import { envelopeAt } from "../../statistics/by_cost.ts";
import type { Claims } from "../../study/claims.ts";
import { type Decide, decided, FEWEST, insufficient } from "../finding.ts";
import { inBytes, percent, type Point } from "../points.ts";
import { HARDLY_EVER } from "../shares.ts";

/** Part a: whether votes of small models hardly ever beat the best single sample of as much memory. */
export function smallVotes(
  points: readonly Point[],
  serial: readonly Point[],
  pivot: number | undefined,
  { epsilon }: Claims,
): Decide {
  if (pivot === undefined || !epsilon) {
    return () => insufficient("the study claims no scale pivot or epsilon");
  }
  const votes = points.filter(({ measurement: m }) =>
    m.group > 1 && m.weightBytes < pivot
  ).toSorted((a, b) => a.measurement.totalBytes - b.measurement.totalBytes);
  const costs = votes.map(({ measurement }) => measurement.totalBytes);
  const cheapest = Math.min(
    ...serial.map(({ measurement }) => measurement.totalBytes),
  );
  const compared = costs.filter((cost) => cost >= cheapest).length;
  if (compared < FEWEST) {
    return () =>
      insufficient(
        `${compared} votes of small models can be compared with a single sample, we ask for ${FEWEST}`,
      );
  }
  const single = envelopeAt(inBytes(serial), costs);
  return ({ accuracy }) => {
    const best = single(accuracy);
    let ahead = 0;
    votes.forEach(({ at }, i) => {
      if (best[i]! > -Infinity && accuracy[at]! - best[i]! > epsilon.full) {
        ahead++;
      }
    });
    return decided(
      ahead <= HARDLY_EVER * compared,
      `${ahead} of ${compared} (${percent(ahead / compared)}) are ahead`,
    );
  };
}
