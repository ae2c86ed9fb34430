/** Finding 2: mathematics needs more bits a weight than knowledge does. */
import { memorySaid } from "../study/memory_said.ts";
import type { Finding } from "./finding.ts";
import { percent, pointsOf, serialOf } from "./points.ts";
import {
  narrowSuffices,
  narrowSuitsKnowledgeMore,
} from "./precision_by_task/knowledge.ts";
import { largeMemory } from "./precision_by_task/large_memory.ts";
import { namedDominated } from "./precision_by_task/named_dominated.ts";
import { smallModels } from "./precision_by_task/small_models.ts";

export const precisionByTask: Finding = {
  name: "finding-2",
  claim:
    "Knowledge is broadly served best by 4-bit weights; mathematical reasoning needs more: " +
    "8 bits for small models, 8 or 16 for large ones.",
  parts: (study, measurements) => {
    const { claims } = study;
    const math = serialOf(pointsOf(study, measurements, "math"));
    const knowledge = serialOf(pointsOf(study, measurements, "knowledge"));
    const above = memorySaid(claims.regimes?.precisionAbove);
    const { kappa } = claims;
    const share = (of: number | undefined) =>
      of === undefined ? "? %" : percent(of);
    return [
      {
        part: "a",
        statement:
          "On mathematics small models do better with 8 bits than with 4 or 16 of the same " +
          "memory, in the mean and at most budgets; one whose memory the other " +
          "precision does not fit into is won.",
        deciding: true,
        decide: smallModels(math, claims, "a win"),
      },
      {
        part: "b",
        statement:
          `On mathematics above ${above} 8 or 16 bits are mostly within epsilon of the ` +
          `best (in ${
            share(kappa?.high)
          } of the memory or more), 4 bits are not ` +
          `(in ${share(kappa?.low)} or less).`,
        deciding: true,
        decide: largeMemory(math, claims),
      },
      {
        part: "c",
        statement:
          "On mathematics the configurations named as dominated are, by each of those named beside them.",
        deciding: true,
        decide: namedDominated(math, claims),
      },
      {
        part: "d",
        statement:
          "On knowledge 4 bits are broadly within epsilon of the best " +
          `(in ${share(kappa?.broad)} of the memory or more).`,
        deciding: true,
        decide: narrowSuffices(knowledge, claims, "broad"),
      },
      {
        part: "e",
        statement:
          "4 bits are within epsilon of the best in more of the memory range on knowledge than on mathematics.",
        deciding: true,
        decide: narrowSuitsKnowledgeMore(knowledge, math, claims),
      },
      {
        part: "a, as first written",
        statement:
          "As a, but a budget is only won against what fits into its memory.",
        deciding: false,
        decide: smallModels(math, claims, "no win"),
      },
      // Some hundred questions do not decide this one: the share falls that far
      // where 4 bits lose hardly more than epsilon (bench/power.md).
      {
        part: "d, as first written",
        statement:
          "On knowledge 4 bits are within epsilon of the best in as much of the memory as b asks " +
          `of 8 or 16 (${share(kappa?.high)} or more).`,
        deciding: false,
        decide: narrowSuffices(knowledge, claims, "high"),
      },
    ];
  },
};
