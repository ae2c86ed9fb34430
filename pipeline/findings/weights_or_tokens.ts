/** Finding 1: small models should spend memory on weights, large ones on tokens. */
import { memorySaid } from "../study/memory_said.ts";
import { floorOf } from "../study/study.ts";
import type { Finding } from "./finding.ts";
import {
  benchmarkOf,
  byConfiguration,
  frontierOf,
  pivotBytes,
  pointsOf,
  serialOf,
} from "./points.ts";
import { longBudgets } from "./weights_or_tokens/long_budgets.ts";
import { namedPairs } from "./weights_or_tokens/named_pairs.ts";
import { saturated } from "./weights_or_tokens/saturated.ts";
import { threshold, thresholdGiB } from "./weights_or_tokens/threshold.ts";
import { weightSteps } from "./weights_or_tokens/weight_steps.ts";

export const weightsOrTokens: Finding = {
  name: "finding-1",
  claim:
    "Below the effective size of the scale pivot memory is better spent on weights, " +
    "from it on it is better spent on tokens, until accuracy saturates.",
  parts: (study, measurements) => {
    const { claims } = study;
    const serial = serialOf(pointsOf(study, measurements, "math"));
    const floor = floorOf(study, benchmarkOf(study, "math") ?? "");
    const frontier = frontierOf(serial, floor);
    const pivot = pivotBytes(study, claims.scalePivot);
    const configurations = byConfiguration(serial);
    const all = measurements.map((measurement, at) => ({ at, measurement }));
    const above = claims.regimes?.tokensAbove;
    const below = claims.regimes?.weightsBelow;
    const long = claims.longBudget;
    return [
      {
        part: "a",
        statement: `On the frontier above ${
          memorySaid(above)
        } budgets are long (${long ?? "?"} tokens or more).`,
        deciding: true,
        decide: ({ accuracy }) => longBudgets(frontier(accuracy), claims),
      },
      {
        part: "b",
        statement:
          `On the frontier below ${
            memorySaid(below)
          } most accuracy is gained by steps ` +
          "to more weights.",
        deciding: false,
        decide: ({ accuracy }) =>
          weightSteps(
            frontier(accuracy),
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
        decide: ({ accuracy }) =>
          saturated(configurations, accuracy, pivot, claims),
      },
      {
        part: "d",
        statement: "The scenarios named in the text compare as it says.",
        deciding: true,
        decide: namedPairs(all, claims),
      },
      {
        part: "e",
        statement:
          "The size that best divides the dominated from the others is the scale " +
          "pivot's, to one neighbouring size.",
        deciding: true,
        decide: ({ accuracy }) =>
          threshold(configurations, accuracy, pivot, claims),
      },
    ];
  },
  estimates: (study, measurements) => {
    const configurations = byConfiguration(
      serialOf(pointsOf(study, measurements, "math")),
    );
    return [{
      statement:
        "The size that best divides models worth more weights from models worth more tokens",
      unit: "GiB",
      of: ({ accuracy }) =>
        thresholdGiB(configurations, accuracy, study.claims),
    }];
  },
};
