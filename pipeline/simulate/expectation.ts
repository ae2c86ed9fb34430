/** The simulated world without noise: every score as its expectation. */
import { kvName, type KvStrategy } from "../study/kv_strategy.ts";
import type { Study } from "../study/study.ts";
import { expectedMajority } from "./expected_majority.ts";
import {
  configsOf,
  type Grid,
  logisticMidpoints,
  mathBudgets,
  type Scores,
  settingOf,
} from "./grid.ts";
import {
  knowledgeChance,
  knowledgeLength,
  questionDifficulty,
} from "./knowledge.ts";
import {
  mathChances,
  mathLength,
  type MathModel,
  mathModel,
  tailEnds,
} from "./math.ts";
import type { Parameters } from "./parameters.ts";

/** Midpoints over which the draw of a length is averaged. */
const MATH_POINTS = 96;
const KNOWLEDGE_POINTS = 64;

/** A problem of mathematics as the parameters hold it. */
interface Problem {
  readonly difficulty: number;
  readonly attraction: number;
}

/** A logistic draw and the natural length it gives, tokens. */
interface Thought {
  readonly v: number;
  readonly length: number;
}

/** The grid of a study whose benchmarks share their budgets and whose knowledge benchmark has so many questions. */
export function expectedGrid(
  parameters: Parameters,
  study: Study,
  questions: number,
): Grid {
  return {
    ...settingOf(parameters, study),
    isDrawn: false,
    ...expectedMathematics(parameters, study),
    knowledge: expectedKnowledge(parameters, study, questions),
  };
}

function expectedMathematics(
  parameters: Parameters,
  study: Study,
): Omit<Scores, "isDrawn" | "knowledge"> {
  const problems = parameters.math.difficulty.map((difficulty, p) => ({
    difficulty,
    attraction: parameters.math.attraction[p]!,
  }));
  const configs = configsOf(study);
  const budgets = mathBudgets(study);
  const { groups, kvStrategies } = study;
  const cells = configs.length * budgets.length;
  const rightShare = new Float64Array(cells * problems.length);
  const rightLeads = new Uint8Array(rightShare.length);
  const majority = new Float64Array(cells * groups.length);
  const compressed: Record<string, Float64Array> = Object.fromEntries(
    kvStrategies.map((kv) => [kvName(kv), new Float64Array(cells)]),
  );
  const tail = tailWeights(parameters);
  const percent = 100 / problems.length;
  for (const [c, { model, bits, weightsGiB }] of configs.entries()) {
    const fitted = mathModel(parameters, model.name, bits, weightsGiB);
    for (const [p, problem] of problems.entries()) {
      const thoughts = thoughtsOf(parameters, fitted, problem);
      for (const [t, budget] of budgets.entries()) {
        const cell = c * budgets.length + t;
        const at = (c * problems.length + p) * budgets.length + t;
        for (const kv of kvStrategies) {
          const { right, attracted, missing } = meanChances(
            parameters,
            fitted,
            problem,
            thoughts,
            budget,
            kv,
          );
          compressed[kvName(kv)]![cell]! += right * percent;
          if (kv.kind !== "full") continue;
          const rest = Math.max(0, 1 - right - attracted - missing);
          const wrong = [attracted, ...tail.map((share) => rest * share)];
          rightShare[at] = right;
          rightLeads[at] = wrong.every((share) => share < right) ? 1 : 0;
          expectedMajority(right, wrong, missing, groups).forEach((vote, g) =>
            majority[cell * groups.length + g]! += vote * percent
          );
        }
      }
    }
  }
  return {
    accuracy: compressed.full!,
    majority,
    compressed,
    rightShare,
    rightLeads,
  };
}

/** Logistic draws and the lengths they give. */
function thoughtsOf(
  parameters: Parameters,
  model: MathModel,
  { difficulty }: Problem,
): Thought[] {
  return Array.from(logisticMidpoints(MATH_POINTS), (v) => ({
    v,
    length: mathLength(parameters, model, difficulty, v),
  }));
}

/** The chances of an answer that is right, missing or the most attractive wrong one. */
function meanChances(
  parameters: Parameters,
  model: MathModel,
  problem: Problem,
  thoughts: readonly Thought[],
  budget: number,
  kv: KvStrategy,
) {
  let right = 0;
  let missing = 0;
  let attracted = 0;
  for (const { v, length } of thoughts) {
    const chances = mathChances(
      parameters,
      model,
      problem,
      v,
      length,
      budget,
      kv,
    );
    right += chances.right;
    missing += (1 - chances.right) * chances.missing;
    attracted += (1 - chances.right) * chances.attracted;
  }
  const count = thoughts.length;
  return {
    right: right / count,
    missing: missing / count,
    attracted: attracted / count,
  };
}

function expectedKnowledge(
  parameters: Parameters,
  study: Study,
  questions: number,
): Float64Array {
  const draws = logisticMidpoints(KNOWLEDGE_POINTS);
  const budgets = mathBudgets(study);
  const percent = 100 / questions / draws.length;
  return Float64Array.from(
    configsOf(study).flatMap(({ model, bits }) => {
      const sums = new Float64Array(budgets.length);
      for (let p = 0; p < questions; p++) {
        const difficulty = questionDifficulty(parameters, p, questions);
        for (const v of draws) {
          const length = knowledgeLength(parameters, bits, difficulty, v);
          for (const [t, budget] of budgets.entries()) {
            sums[t]! += knowledgeChance(
              parameters,
              model.name,
              bits,
              difficulty,
              length,
              budget,
            );
          }
        }
      }
      return Array.from(sums, (sum) => sum * percent);
    }),
  );
}

/** The shares of the tail's classes. */
function tailWeights(parameters: Parameters): number[] {
  const ends = Array.from(tailEnds(parameters));
  return ends.map((end, k) => end - (ends[k - 1] ?? 0));
}
