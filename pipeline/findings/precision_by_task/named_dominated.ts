import { envelopeAt } from "../../statistics/by_cost.ts";
import type { Claims } from "../../study/claims.ts";
import { type Decide, decided, FEWEST, insufficient } from "../finding.ts";
import { inBytes, type Point, SLACK } from "../points.ts";

/** Part c: whether every scenario of the configurations the study names is dominated by some of each rival it names. */
export function namedDominated(
  serial: readonly Point[],
  { dominated = [] }: Claims,
): Decide {
  const pairs = dominated.flatMap(({ by, ...loser }) =>
    by.map((winner) => ({
      name: `${named(loser)} by ${named(winner)}`,
      losers: ofConfiguration(serial, loser),
      winners: ofConfiguration(serial, winner),
    }))
  );
  if (pairs.length === 0) {
    return () => insufficient("the study names no dominated configurations");
  }
  const scarce = pairs.find(({ losers, winners }) =>
    Math.min(losers.length, winners.length) < FEWEST
  );
  if (scarce) {
    return () =>
      insufficient(
        `${scarce.name}: ${scarce.losers.length} and ${scarce.winners.length} scenarios, we ask for ${FEWEST} of each`,
      );
  }
  const comparisons = pairs.map(({ name, losers, winners }) => {
    const costs = losers.map(({ measurement }) => measurement.totalBytes);
    return {
      name,
      losers,
      best: envelopeAt(inBytes(winners), costs),
      // As accurate is enough where a byte is left over.
      cheaper: envelopeAt(inBytes(winners), costs.map((cost) => cost - 1)),
    };
  });
  return ({ accuracy }) => {
    const spared = comparisons.flatMap(({ name, losers, best, cheaper }) => {
      const [at, below] = [best(accuracy), cheaper(accuracy)];
      const standing = losers.filter((loser, i) =>
        !(at[i]! > accuracy[loser.at]! + SLACK ||
          below[i]! >= accuracy[loser.at]! - SLACK)
      );
      return standing.length > 0
        ? [`${name}: not ${standing.length} of ${losers.length}`]
        : [];
    });
    return decided(
      spared.length === 0,
      spared.join("; ") ||
        `all scenarios dominated, pairs compared: ${comparisons.length}`,
    );
  };
}

interface Named {
  readonly model: string;
  readonly bits: number;
}

const named = ({ model, bits }: Named) => `${model} ${bits}-bit`;

/** The scenarios of a configuration, cheapest first. */
function ofConfiguration(serial: readonly Point[], { model, bits }: Named) {
  return serial.filter(({ measurement: m }) =>
    m.model.name === model && m.bits === bits
  ).toSorted((a, b) => a.measurement.totalBytes - b.measurement.totalBytes);
}
