import { memorySaid } from "../../study/memory_said.ts";
import type { Claims } from "../../study/claims.ts";
import { GIB } from "../../study/memory.ts";
import { decided, type Decision, FEWEST, insufficient } from "../finding.ts";
import { percent, type Point } from "../points.ts";
import { HALF } from "../shares.ts";

/** Part b: whether the frontier of small memories gains most by steps to more weights. */
export function weightSteps(
  members: readonly Point[],
  accuracy: Float64Array,
  { regimes }: Claims,
): Decision {
  if (regimes?.weightsBelow === undefined) {
    return insufficient("the study claims no memory for it");
  }
  const border = regimes.weightsBelow * GIB;
  const inside = members.filter(({ measurement }) =>
    measurement.totalBytes < border
  );
  if (inside.length < FEWEST) {
    return insufficient(
      `${inside.length} frontier points lie below ${
        memorySaid(regimes.weightsBelow)
      }, we ask for ${FEWEST}`,
    );
  }
  const gain = (to: number) =>
    accuracy[inside[to]!.at]! - accuracy[inside[to - 1]!.at]!;
  const steps = inside.keys().drop(1).toArray();
  const grows = (to: number) =>
    inside[to]!.measurement.weightBytes >
      inside[to - 1]!.measurement.weightBytes;
  const sum = (all: readonly number[]) =>
    all.reduce((total, to) => total + gain(to), 0);
  const share = sum(steps.filter(grows)) / sum(steps);
  return decided(share > HALF, `${percent(share)} of the accuracy gained`);
}
