import { type Envelope, envelopeAt } from "../../statistics/by_cost.ts";
import type { Claims } from "../../study/claims.ts";
import { type Decide, decided, FEWEST, insufficient } from "../finding.ts";
import { inBytes, inPoints, type Point, SLACK } from "../points.ts";
import { MOST_BUDGETS } from "../shares.ts";

/** The precision small models are said to do best with, and those it is held against. */
const FAVOURED = 8;
const RIVALS = [4, 16];

/** How a budget counts at which the rival precision does not fit into as much memory. */
type Unfit = "a win" | "no win";

/** The budgets of one small model at the favoured precision, beside one rival. */
interface Duel {
  readonly name: string;
  readonly favoured: readonly Point[];
  /** The rival's best at as much memory as each of these; -Infinity: none fits. */
  readonly rival: Envelope;
  readonly fitting: number;
}

/** Whether 8 bits beat 4 and 16 at as much memory, for every small model: in the mean and at most budgets. */
export function smallModels(
  serial: readonly Point[],
  { smallModels: models = [] }: Claims,
  unfit: Unfit,
): Decide {
  if (models.length === 0) {
    return () => insufficient("the study claims no small models");
  }
  const duels = models.flatMap((model) =>
    RIVALS.map((bits) => duel(serial, model, bits))
  );
  const scarce = duels.find(({ fitting }) => fitting < FEWEST);
  if (scarce) {
    return () =>
      insufficient(
        `${scarce.name} can be compared at ${scarce.fitting} budgets, we ask for ${FEWEST}`,
      );
  }
  return ({ accuracy }) => {
    const outcomes = duels.map((each) => fought(each, accuracy, unfit));
    return decided(
      outcomes.every(({ mean, wins, of }) =>
        mean > SLACK && wins >= MOST_BUDGETS * of
      ),
      outcomes.map(({ name, mean, wins, of }) =>
        `${name} by ${inPoints(mean)} points, ${wins} of ${of} budgets won`
      ).join("; "),
    );
  };
}

function duel(serial: readonly Point[], model: string, bits: number): Duel {
  const of = (wanted: number) =>
    serial.filter(({ measurement: m }) =>
      m.model.name === model && m.bits === wanted
    );
  const favoured = of(FAVOURED).toSorted((a, b) =>
    a.measurement.totalBytes - b.measurement.totalBytes
  );
  const rivals = of(bits);
  const costs = favoured.map(({ measurement }) => measurement.totalBytes);
  const cheapest = Math.min(
    ...rivals.map(({ measurement }) => measurement.totalBytes),
  );
  return {
    name: `${model} ${FAVOURED}-bit over ${bits}-bit`,
    favoured,
    rival: envelopeAt(inBytes(rivals), costs),
    fitting: costs.filter((cost) => cost >= cheapest).length,
  };
}

/** The mean lead over a rival where it fits, and at how many budgets there is one. */
function fought(
  { name, favoured, rival, fitting }: Duel,
  accuracy: Float64Array,
  unfit: Unfit,
) {
  const best = rival(accuracy);
  const of = favoured.length;
  let sum = 0;
  let wins = unfit === "a win" ? of - fitting : 0;
  favoured.forEach(({ at }, i) => {
    if (best[i] === -Infinity) return;
    const lead = accuracy[at]! - best[i]!;
    sum += lead;
    if (lead > SLACK) wins++;
  });
  return { name, mean: sum / fitting, wins, of };
}
