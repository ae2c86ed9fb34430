import { memorySaid } from "../../study/memory_said.ts";
import { envelopeAt } from "../../statistics/by_cost.ts";
import { meanGap, stretches } from "../../statistics/stretches.ts";
import type { Claims } from "../../study/claims.ts";
import { GIB } from "../../study/memory.ts";
import { type Decide, decided, FEWEST, insufficient } from "../finding.ts";
import { inBytes, inPoints, type Point } from "../points.ts";

/**
 * Part b: whether from the memory at which the first band of groups begins
 * votes gain epsilon somewhere and something in the mean, and only large
 * models vote on the frontier.
 */
export function gain(
  points: readonly Point[],
  serial: readonly Point[],
  frontier: (accuracy: Float64Array) => readonly Point[],
  pivot: number | undefined,
  { epsilon, groupBands = [] }: Claims,
): Decide {
  if (pivot === undefined || !epsilon || groupBands.length === 0) {
    return () =>
      insufficient(
        "the study claims no scale pivot, epsilon or bands of groups",
      );
  }
  const from = Math.min(...groupBands.map(({ fromGiB }) => fromGiB));
  const costs = points.map(({ measurement }) => measurement.totalBytes);
  const inside = points.filter(({ measurement: m }) =>
    m.group > 1 && m.totalBytes >= from * GIB
  );
  const low = Math.max(
    from * GIB,
    Math.min(...serial.map(({ measurement }) => measurement.totalBytes)),
  );
  const high = Math.max(...costs);
  if (inside.length < FEWEST || !(low < high)) {
    return () =>
      insufficient(
        `${inside.length} votes lie above ${
          memorySaid(from)
        }, we ask for ${FEWEST}`,
      );
  }
  const cut = stretches(costs, low, high);
  const ofAll = envelopeAt(inBytes(points), cut.from);
  const ofSerial = envelopeAt(inBytes(serial), cut.from);
  return ({ accuracy }) => {
    const [all, single] = [ofAll(accuracy), ofSerial(accuracy)];
    let most = -Infinity;
    for (let i = 0; i < all.length; i++) {
      most = Math.max(most, all[i]! - single[i]!);
    }
    const mean = meanGap(all, single, cut);
    const small =
      frontier(accuracy).filter(({ measurement: m }) =>
        m.group > 1 && m.weightBytes < pivot
      ).length;
    return decided(
      most >= epsilon.full && mean > 0 && small === 0,
      `votes gain at most ${inPoints(most)} and on average ${
        inPoints(mean)
      } points; ${small} frontier points are votes of small models`,
    );
  };
}
