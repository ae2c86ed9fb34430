/** The paper's grid in plain arrays: what the constraints of the simulated world are tested on. */
import { kvName } from "../study/kv_strategy.ts";
import { GIB, kvBytes } from "../study/memory.ts";
import type { Model } from "../study/model.ts";
import { budgetsOf, type Study } from "../study/study.ts";
import type { WeightBits } from "../study/weights.ts";
import { logit } from "./chance.ts";
import { mathLength, mathModel } from "./math.ts";
import type { Parameters } from "./parameters.ts";
import { simulatedTimings } from "./timings.ts";
import { printedGiB } from "./weights.ts";

/** Draws of a natural length per problem. */
const LENGTH_POINTS = 200;

/** A model at a precision. */
export interface Config {
  readonly model: Model;
  readonly bits: WeightBits;
  /** Bytes of the weights as table 1 prints them, GiB. */
  readonly weightsGiB: number;
}

/** What of a grid no draw decides; arrays run by configuration, then budget. */
export interface Setting {
  readonly configs: readonly Config[];
  readonly budgets: readonly number[];
  readonly groups: readonly number[];
  /** KV cache of one sample, GiB, by the name of the KV strategy. */
  readonly cacheGiB: Readonly<Record<string, Float64Array>>;
  /** Of one generation alone. */
  readonly latencySeconds: Float64Array;
  readonly largestBatch: Float64Array;
  /** At the largest batch. */
  readonly requestsPerSecond: Float64Array;
  /** By configuration: how long it would think, over problems and draws. */
  readonly naturalTokens: readonly Float64Array[];
}

/** How every scenario does, per cent unless told. */
export interface Scores {
  /** Whether generations were drawn; otherwise these are expectations. */
  readonly isDrawn: boolean;
  /** Mathematics, one sample, full cache. */
  readonly accuracy: Float64Array;
  /** Mathematics, full cache, by configuration, budget, then group. */
  readonly majority: Float64Array;
  /** Knowledge, one sample, full cache. */
  readonly knowledge: Float64Array;
  /** Mathematics by KV strategy; "full" is of the same samples as the others. */
  readonly compressed: Readonly<Record<string, Float64Array>>;
  /** Share of right samples in 0-1, by configuration, problem, then budget. */
  readonly rightShare: Float64Array;
  /** 1 where every wrong answer is rarer than the right one, ordered alike. */
  readonly rightLeads: Uint8Array;
}

/** The paper's grid with its scores. */
export type Grid = Setting & Scores;

/** Every model at every precision, in the order of a study. */
export function configsOf({ models, weightBits }: Study): Config[] {
  return models.flatMap((model) =>
    weightBits.map((bits) => ({
      model,
      bits,
      weightsGiB: printedGiB(model, bits),
    }))
  );
}

/** The token budgets of the study's mathematics; RangeError when it has none. */
export function mathBudgets(study: Study): readonly number[] {
  const math = study.benchmarks.find(({ task }) => task === "math");
  if (math) return budgetsOf(study, math.name);
  throw new RangeError("Cannot lay out the grid: the study has no mathematics");
}

/** Lays out the grid of a study. */
export function settingOf(parameters: Parameters, study: Study): Setting {
  const configs = configsOf(study);
  const budgets = mathBudgets(study);
  const byCell = (value: (config: Config, budget: number) => number) =>
    Float64Array.from(
      configs.flatMap((config) =>
        budgets.map((budget) => value(config, budget))
      ),
    );
  const timings = Map.groupBy(
    simulatedTimings(parameters, study),
    ({ model, weightBits, budget }) => `${model} ${weightBits} ${budget}`,
  );
  const timed = ({ model, bits }: Config, budget: number) =>
    timings.get(`${model.name} ${bits} ${budget}`)!
      .toSorted((a, b) => a.concurrency - b.concurrency);
  return {
    configs,
    budgets,
    groups: study.groups,
    cacheGiB: Object.fromEntries(
      study.kvStrategies.map((kv) => [
        kvName(kv),
        byCell(({ model }, budget) => kvBytes(model, kv, budget) / GIB),
      ]),
    ),
    latencySeconds: byCell((config, budget) =>
      timed(config, budget)[0]!.latencySeconds
    ),
    largestBatch: byCell((config, budget) =>
      timed(config, budget).at(-1)!.concurrency
    ),
    requestsPerSecond: byCell((config, budget) =>
      timed(config, budget).at(-1)!.requestsPerSecond
    ),
    naturalTokens: configs.map((config) => naturalTokens(parameters, config)),
  };
}

/** The middle of each of `count` equal parts of 0 to 1, as logistic draws. */
export function logisticMidpoints(count: number): Float64Array {
  return Float64Array.from(
    { length: count },
    (_, i) => logit((i + 0.5) / count),
  );
}

function naturalTokens(
  parameters: Parameters,
  { model: { name }, bits, weightsGiB }: Config,
): Float64Array {
  const model = mathModel(parameters, name, bits, weightsGiB);
  const draws = Array.from(logisticMidpoints(LENGTH_POINTS));
  return Float64Array.from(
    parameters.math.difficulty.flatMap((difficulty) =>
      draws.map((v) => mathLength(parameters, model, difficulty, v))
    ),
  );
}
