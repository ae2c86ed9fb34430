/** Where the constraints' models, budgets and groups lie in a grid. */
import type { Config, Grid } from "../grid.ts";
import { type Curve, frontierOf, isDominated } from "./curves.ts";

/** Accuracy in per cent below which a point of mathematics is on no frontier: fewer than 3 of 30 problems. */
export const FLOOR = 10;

/** Sizes of the paper's models, smallest first. */
export const SIZES = ["0.6B", "1.7B", "4B", "8B", "14B", "32B"] as const;
const BITS = [4, 8, 16] as const;

type Bits = typeof BITS[number];

/** A model at a precision, "4B-8". */
export type ConfigName = `${typeof SIZES[number]}-${Bits}`;

/** Every model at every precision. */
export const CONFIGS: readonly ConfigName[] = SIZES.flatMap((size) =>
  BITS.map((bits): ConfigName => `${size}-${bits}`)
);

/** The place of a model at a precision; RangeError when the grid lacks it. */
export function placeOf({ configs }: Grid, name: ConfigName): number {
  const at = configs.findIndex((config) => nameOf(config) === name);
  if (at >= 0) return at;
  throw new RangeError(`Cannot find ${name}: the grid has no such model`);
}

/** The name of a model at a precision. */
function nameOf({ model, bits }: Config): ConfigName {
  return `${model.label}-${bits}` as ConfigName;
}

/** The place of a token budget; RangeError when the grid lacks it. */
export function budgetAt({ budgets }: Grid, budget: number): number {
  const at = budgets.indexOf(budget);
  if (at >= 0) return at;
  throw new RangeError(
    `Cannot find ${budget} tokens: the grid has no such budget`,
  );
}

/** One score of a model at a precision. */
export function at(
  grid: Grid,
  values: Float64Array,
  name: ConfigName,
  budget: number,
): number {
  return row(grid, values, name)[budgetAt(grid, budget)]!;
}

/** The scores of a model at a precision, by budget. */
export function row(
  grid: Grid,
  values: Float64Array,
  name: ConfigName,
): Float64Array {
  const { length } = grid.budgets;
  const from = placeOf(grid, name) * length;
  return values.subarray(from, from + length);
}

/** The scores of several, one after another. */
export function rows(
  grid: Grid,
  values: Float64Array,
  names: readonly ConfigName[],
): Float64Array {
  return Float64Array.from(
    names.flatMap((name) => Array.from(row(grid, values, name))),
  );
}

/** Bytes of the weights of a model at a precision, GiB. */
export function weightsOf(grid: Grid, name: ConfigName): number {
  return grid.configs[placeOf(grid, name)]!.weightsGiB;
}

/** Every model with less weight than this one. */
export function lighterThan(grid: Grid, pivot: ConfigName): ConfigName[] {
  return CONFIGS.filter((name) =>
    weightsOf(grid, name) < weightsOf(grid, pivot)
  );
}

/** Every model with at least the weight of this one, itself included. */
export function fromWeightOf(grid: Grid, pivot: ConfigName): ConfigName[] {
  return CONFIGS.filter((name) =>
    weightsOf(grid, name) >= weightsOf(grid, pivot)
  );
}

/** Every model with more weight than this one. */
export function heavierThan(grid: Grid, pivot: ConfigName): ConfigName[] {
  return CONFIGS.filter((name) =>
    weightsOf(grid, name) > weightsOf(grid, pivot)
  );
}

/** GiB of weights, shared by a batch, and the cache of one sample; by configuration, then budget. */
export function memory(grid: Grid, kv = "full", batch = 1): Float64Array {
  const { length } = grid.budgets;
  return grid.cacheGiB[kv]!.map((cache, i) =>
    grid.configs[Math.floor(i / length)]!.weightsGiB / batch + cache
  );
}

/** Memory and scores of some models under a KV strategy. */
export function curveOf(
  grid: Grid,
  values: Float64Array,
  names: readonly ConfigName[] = CONFIGS,
  kv = "full",
): Curve {
  return {
    costs: rows(grid, memory(grid, kv), names),
    values: rows(grid, values, names),
  };
}

/** Whether every point of a model is dominated by one of another's, by memory and accuracy. */
export function isDominatedBy(
  grid: Grid,
  name: ConfigName,
  by: ConfigName,
): boolean {
  const { costs, values } = curveOf(grid, grid.accuracy, [name]);
  const rival = curveOf(grid, grid.accuracy, [by]);
  return costs.every((cost, t) => isDominated(cost, values[t]!, rival));
}

/** A point of a frontier. */
export interface FrontierPoint {
  readonly config: ConfigName;
  readonly weightsGiB: number;
  readonly bits: number;
  readonly budget: number;
  readonly cost: number;
}

/** The frontier of one-sample scores over any cost, by configuration, then budget. */
export function pointsOf(
  grid: Grid,
  costs: Float64Array,
  values: Float64Array,
  floor?: number,
): FrontierPoint[] {
  const { length } = grid.budgets;
  return frontierOf({ costs, values }, floor).map((i) => {
    const config = grid.configs[Math.floor(i / length)]!;
    return {
      config: nameOf(config),
      weightsGiB: config.weightsGiB,
      bits: config.bits,
      budget: grid.budgets[i % length]!,
      cost: costs[i]!,
    };
  });
}

/** The frontier of accuracy over memory with the full cache, serial. */
export function serialFrontier(grid: Grid, batch = 1): FrontierPoint[] {
  return pointsOf(grid, memory(grid, "full", batch), grid.accuracy, FLOOR);
}

/** Whether a model has one of some sizes. */
export function isOfSize(
  config: ConfigName,
  ...sizes: readonly string[]
): boolean {
  return sizes.some((size) => config.startsWith(`${size}-`));
}

/** Share of what is true of points, 0-1. */
export function share<T>(
  points: readonly T[],
  isSo: (point: T) => boolean,
): number {
  return points.filter(isSo).length / points.length;
}
