/** Simulated questions of knowledge with four choices. */
import { logistic, logit } from "./chance.ts";
import { type Parameters, valueOf } from "./parameters.ts";

const CHOICES = 4;

/** Difficulty of question `p` of `count`, logits. */
export function questionDifficulty(
  { knowledge }: Parameters,
  p: number,
  count: number,
): number {
  return knowledge.difficultyMean +
    knowledge.difficultyScale * logit((p + 0.5) / count);
}

/** Tokens a generation would think on its own; `v` is a logistic draw. */
export function knowledgeLength(
  { knowledge }: Parameters,
  bits: number,
  difficulty: number,
  v: number,
): number {
  const length = knowledge.lengthMedian *
    valueOf(knowledge.lengthFactor, bits, "length factor") *
    Math.exp(knowledge.lengthSlope * difficulty + knowledge.lengthScale * v);
  return Math.min(
    knowledge.lengthMost,
    Math.max(knowledge.lengthLeast, length),
  );
}

/** The chance to name the right choice at a budget. */
export function knowledgeChance(
  { knowledge }: Parameters,
  model: string,
  bits: number,
  difficulty: number,
  length: number,
  budget: number,
): number {
  const ability = valueOf(
    valueOf(
      knowledge.ability as Record<string, Record<string, number>>,
      model,
      "ability",
    ),
    bits,
    "ability",
  );
  const done = Math.min(budget / length, 1);
  const known = logistic(ability - difficulty) *
    (knowledge.recall +
      (1 - knowledge.recall) * done ** knowledge.thinkingPower);
  return known + ((1 - known) * (1 - knowledge.trap)) / CHOICES;
}
