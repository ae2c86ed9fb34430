import { envelopeAt } from "../../statistics/by_cost.ts";
import type { Claims } from "../../study/claims.ts";
import { type Decide, decided, FEWEST, insufficient } from "../finding.ts";
import type { Point } from "../points.ts";
import { isNarrow, isWide } from "../precision.ts";
import { type Pace, timed, untimedSaid } from "./pace.ts";

/** Whether every 4-bit scenario above the floor has a wider one about as fast and as accurate. */
export function narrowBeaten(
  serial: readonly Point[],
  pace: Pace,
  floor: number,
  { epsilon }: Claims,
): Decide {
  if (!epsilon) return () => insufficient("the study claims no epsilon");
  const narrow = timed(serial.filter(isNarrow), pace)
    ?.sort((a, b) => a.cost - b.cost);
  const wide = timed(serial.filter(isWide), pace);
  if (!narrow || !wide) {
    return () => insufficient(untimedSaid(serial, pace));
  }
  if (Math.min(narrow.length, wide.length) < FEWEST) {
    return () =>
      insufficient(
        `${narrow.length} scenarios of 4 bits and ${wide.length} of more, we ask for ${FEWEST} of each`,
      );
  }
  const best = envelopeAt(wide, narrow.map(({ cost }) => pace.asFast(cost)));
  return ({ accuracy }) => {
    const rivals = best(accuracy);
    let compared = 0;
    let unbeaten = 0;
    narrow.forEach(({ at }, i) => {
      if (accuracy[at]! < floor) return;
      compared++;
      if (rivals[i]! < accuracy[at]! - epsilon.full) unbeaten++;
    });
    if (compared < FEWEST) {
      return insufficient(
        `${compared} scenarios of 4 bits lie above the floor, we ask for ${FEWEST}`,
      );
    }
    return decided(
      unbeaten === 0,
      `${unbeaten} of ${compared} scenarios of 4 bits have none`,
    );
  };
}
