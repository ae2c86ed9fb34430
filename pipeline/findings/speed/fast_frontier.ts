import { byCost, distinctPlaces } from "../../statistics/by_cost.ts";
import type { Claims } from "../../study/claims.ts";
import {
  type Decide,
  decided,
  type Decision,
  FEWEST,
  insufficient,
} from "../finding.ts";
import type { Point } from "../points.ts";
import { isNarrow, isWide } from "../precision.ts";
import { LATENCY, THROUGHPUT, timed, untimedSaid } from "./pace.ts";

/**
 * How much of a frontier is asked for: as many points as any other model has,
 * as the text calls this model the strongest; or any at all. With a and b any
 * at all was true in 9 % of 4,000 random exchanges of the paper-like models'
 * names, drawn with next to no noise; as many as any in 0.3 %.
 */
type Asked = "most" | "some";

/** Part c: whether the pivot's model at 8 or 16 bits has so much of both frontiers of speed. */
export function pivotIsFast(
  serial: readonly Point[],
  floor: number,
  { scalePivot }: Claims,
  asked: Asked,
): Decide {
  if (!scalePivot) return () => insufficient("the study claims no scale pivot");
  const isPivot = (point: Point) =>
    point.measurement.model.name === scalePivot.model && isWide(point);
  if (serial.filter(isPivot).length < FEWEST) {
    return () =>
      insufficient(
        `fewer than ${FEWEST} scenarios of ${scalePivot.model} have 8 or 16 bits`,
      );
  }
  return onBothFrontiers(serial, floor, (latency, throughput) => {
    const [one, other] = [latency, throughput].map((members) =>
      members.filter(isPivot).length
    ) as [number, number];
    const wanted = (members: readonly Point[]) =>
      asked === "some" ? 1 : Math.max(1, mostOfOthers(members, scalePivot));
    return decided(
      one >= wanted(latency) && other >= wanted(throughput),
      `${one} of ${latency.length} points of the latency frontier and ${other} of ` +
        `${throughput.length} of the throughput frontier are of ${scalePivot.model}`,
    );
  });
}

/** The most points that one of the other models has at 8 or 16 bits. */
function mostOfOthers(
  members: readonly Point[],
  pivot: NonNullable<Claims["scalePivot"]>,
): number {
  const others = members.filter((point) =>
    isWide(point) && point.measurement.model.name !== pivot.model
  );
  const byModel = Map.groupBy(
    others,
    ({ measurement }) => measurement.model.name,
  );
  return Math.max(0, ...[...byModel.values()].map(({ length }) => length));
}

/** The strict form: whether no 4-bit point is on either frontier of speed. */
export function noneNarrow(serial: readonly Point[], floor: number): Decide {
  const narrow = serial.filter(isNarrow).length;
  if (Math.min(narrow, serial.length - narrow) < FEWEST) {
    return () =>
      insufficient(
        `${narrow} scenarios of 4 bits and ${
          serial.length - narrow
        } of more, we ask for ${FEWEST} of each`,
      );
  }
  return onBothFrontiers(serial, floor, (latency, throughput) => {
    const [one, other] = [latency, throughput].map((members) =>
      members.filter(isNarrow).length
    ) as [number, number];
    return decided(
      one === 0 && other === 0,
      `${one} of ${latency.length} points of the latency frontier and ${other} of ` +
        `${throughput.length} of the throughput frontier have 4 bits`,
    );
  });
}

/** A rule on the frontiers of latency and of throughput. */
function onBothFrontiers(
  serial: readonly Point[],
  floor: number,
  rule: (latency: readonly Point[], throughput: readonly Point[]) => Decision,
): Decide {
  const pointAt = new Map(serial.map((point) => [point.at, point]));
  const [latency, throughput] = [LATENCY, THROUGHPUT].map((pace) => {
    const priced = timed(serial, pace);
    return priced && byCost(priced);
  });
  if (!latency || !throughput) {
    return () =>
      insufficient(
        [LATENCY, THROUGHPUT].map((pace) => untimedSaid(serial, pace))
          .join(", "),
      );
  }
  return ({ accuracy }) => {
    const [fast, many] = [latency, throughput].map((sorted) =>
      distinctPlaces(sorted, accuracy, floor).map((at) => pointAt.get(at)!)
    ) as [Point[], Point[]];
    if (Math.min(fast.length, many.length) < FEWEST) {
      return insufficient(
        `${fast.length} and ${many.length} points on the frontiers, we ask for ${FEWEST} on each`,
      );
    }
    return rule(fast, many);
  };
}
