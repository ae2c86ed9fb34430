/** Finding 1: small models should spend memory on weights, large ones on tokens. */
import { weightBytes } from "../study/memory.ts";
import { floorOf, modelOf, type Study } from "../study/study.ts";
import type { Finding } from "./finding.ts";
import { longBudgets } from "./weights_or_tokens/long_budgets.ts";
import { namedPairs } from "./weights_or_tokens/named_pairs.ts";
import {
  byConfiguration,
  distinctFrontier,
} from "./weights_or_tokens/points.ts";
import { saturated } from "./weights_or_tokens/saturated.ts";
import { threshold } from "./weights_or_tokens/threshold.ts";
import { weightSteps } from "./weights_or_tokens/weight_steps.ts";

export const weightsOrTokens: Finding = {
  name: "finding-1",
  claim:
    "Below the effective size of the scale pivot memory is better spent on weights, " +
    "from it on it is better spent on tokens, until accuracy saturates.",
  parts: (study, measurements) => {
    const { claims } = study;
    const math = study.benchmarks.find(({ task }) => task === "math")?.name;
    const points = measurements.map((measurement, at) => ({ at, measurement }));
    const serial = points.filter(({ measurement: m }) =>
      m.benchmark.name === math && m.kv.kind === "full" && m.group === 1
    );
    const floor = floorOf(study, math ?? "");
    const pivot = pivotBytes(study);
    const configurations = byConfiguration(serial);
    const above = claims.regimes?.tokensAbove;
    const below = claims.regimes?.weightsBelow;
    const long = claims.longBudget;
    return [
      {
        part: "a",
        statement: `On the frontier above ${
          above ?? "?"
        } GiB budgets are long (${long ?? "?"} tokens or more).`,
        deciding: true,
        decide: (accuracy) =>
          longBudgets(distinctFrontier(serial, accuracy, floor), claims),
      },
      {
        part: "b",
        statement:
          `On the frontier below ${
            below ?? "?"
          } GiB most accuracy is gained by steps ` +
          "to more weights.",
        deciding: false,
        decide: (accuracy) =>
          weightSteps(
            distinctFrontier(serial, accuracy, floor),
            accuracy,
            claims,
          ),
      },
      {
        part: "c",
        statement:
          "Saturated small configurations are mostly dominated by larger weights, " +
          "saturated large ones rarely.",
        deciding: true,
        decide: (accuracy) =>
          saturated(configurations, accuracy, pivot, claims),
      },
      {
        part: "d",
        statement: "The scenarios named in the text compare as it says.",
        deciding: true,
        decide: (accuracy) => namedPairs(points, accuracy, claims),
      },
      {
        part: "e",
        statement:
          "The size that best divides the dominated from the others is the scale " +
          "pivot's, to one neighbouring size.",
        deciding: true,
        decide: (accuracy) =>
          threshold(configurations, accuracy, pivot, claims),
      },
    ];
  },
};

function pivotBytes(study: Study): number | undefined {
  const pivot = study.claims.scalePivot;
  return pivot && weightBytes(modelOf(study, pivot.model), pivot.bits);
}
