/** Simulated mathematics: how long a model thinks, and whether it is right when it may not think that long. */
import type { KvStrategy } from "../study/kv_strategy.ts";
import { logistic } from "./chance.ts";
import { lossOf, survivalOf } from "./compression.ts";
import { type Parameters, valueOf } from "./parameters.ts";

/** What the probabilities of one model at one precision need. */
export interface MathModel {
  readonly ability: number;
  /** Median of the natural length before difficulty, tokens. */
  readonly lengthMedian: number;
  /** Weight bytes as table 1 prints them, GiB. */
  readonly weightsGiB: number;
}

/** The probabilities of one generation at one budget; the rest goes to the tail of wrong answers. */
export interface MathChances {
  readonly right: number;
  /** Of the wrong answers, the share that is missing. */
  readonly missing: number;
  /** Of the wrong answers, the share of the most attractive one. */
  readonly attracted: number;
}

/** The numbers of a model at a precision. */
export function mathModel(
  { math }: Parameters,
  model: string,
  bits: number,
  weightsGiB: number,
): MathModel {
  const of = (values: Record<string, Record<string, number>>, what: string) =>
    valueOf(valueOf(values, model, what), bits, what);
  return {
    ability: of(math.ability, "ability"),
    lengthMedian:
      valueOf(math.lengthMedian as Record<string, number>, model, "length") *
      of(math.lengthFactor, "length factor"),
    weightsGiB,
  };
}

/** Tokens a generation would think on its own; `v` is a logistic draw. */
export function mathLength(
  { math }: Parameters,
  { lengthMedian }: MathModel,
  difficulty: number,
  v: number,
): number {
  const length = lengthMedian *
    Math.exp(
      math.lengthSlope * Math.min(difficulty, math.lengthDifficultyMost) +
        math.lengthScale * v,
    );
  return Math.min(math.lengthMost, Math.max(math.lengthLeast, length));
}

/** The chances of a generation of a natural length at a budget under a KV strategy. */
export function mathChances(
  parameters: Parameters,
  model: MathModel,
  { difficulty, attraction }: {
    readonly difficulty: number;
    readonly attraction: number;
  },
  v: number,
  length: number,
  budget: number,
  kv: KvStrategy,
): MathChances {
  const { math } = parameters;
  const done = Math.min(budget / length, 1);
  const thought = math.ceiling *
    logistic(
      model.ability - difficulty - math.lengthPenalty * v +
        math.extraThinking * Math.log(Math.max(budget / length, 1)),
    );
  const unthought = math.ceiling *
    logistic(model.ability - difficulty - math.unthought);
  let right = unthought +
    (Math.max(thought, unthought) - unthought) *
      done ** math.thinkingPower;
  switch (kv.kind) {
    case "full":
      break;
    case "hqq":
      right *= 1 - lossOf(parameters, kv.bits, model.weightsGiB);
      break;
    case "rkv":
    case "streaming": {
      const tokens = Math.min(budget, length);
      if (tokens > kv.retained) {
        const survival = survivalOf(parameters, kv.kind, tokens / kv.retained);
        right = Math.min(0.995, right * survival);
      }
    }
  }
  const missing = math.missing * (1 - done) ** 2;
  // As the calibration computes it, so that the last bits agree.
  const wrong = 1 - right;
  return {
    right,
    missing: (wrong * missing) / wrong,
    attracted: (wrong * (1 - missing) * attraction) / wrong,
  };
}

/** Upper ends of the tail's classes, 0 to 1. */
export function tailEnds({ math }: Parameters): Float64Array {
  const weights = Array.from(
    { length: math.tailClasses },
    (_, k) => math.tailRatio ** k,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let end = 0;
  return Float64Array.from(weights, (weight) => end += weight / total);
}

/** The number a wrong class answers; class 1 is the most attractive. */
export function wrongNumber(
  answer: number,
  wrongClass: number,
  problem: number,
): number {
  return (answer + 37 * wrongClass + 11 * problem) % 1000;
}
