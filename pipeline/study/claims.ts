import * as v from "valibot";
import { COUNT, NAME, SHARE } from "./names.ts";
import { WEIGHT_BITS } from "./weights.ts";

const CONFIGURATION = v.strictObject({ model: NAME, bits: WEIGHT_BITS });

const POINT = v.strictObject({
  benchmark: NAME,
  model: NAME,
  bits: WEIGHT_BITS,
  kv: v.optional(v.string(), "full"),
  budget: COUNT,
  group: v.optional(COUNT, 1),
});

const GIB = v.pipe(v.number(), v.finite(), v.minValue(0));

/**
 * Every number a finding needs, so that no finding knows a model's name.
 * Fixed before the data are read; a claim that is absent makes its part of a
 * finding insufficient.
 */
export const CLAIMS = v.strictObject({
  /** Its weight bytes divide small from large in findings 1 and 3. */
  scalePivot: v.optional(CONFIGURATION),
  /** Its weight bytes divide small from large in finding 6. */
  evictionPivot: v.optional(CONFIGURATION),
  /** Models finding 2 expects to favour 8 bits. */
  smallModels: v.optional(v.array(NAME)),
  /** Borders of the memory regimes, GiB. */
  regimes: v.optional(v.strictObject({
    weightsBelow: v.optional(GIB),
    tokensAbove: v.optional(GIB),
    precisionAbove: v.optional(GIB),
  })),
  /** Tokens from which a budget counts as long. */
  longBudget: v.optional(COUNT),
  /** Group sizes expected on the frontier in a band of memory; no upper end: open. */
  groupBands: v.optional(v.array(v.strictObject({
    fromGiB: GIB,
    toGiB: v.nullable(GIB),
    groups: v.pipe(v.array(COUNT), v.minLength(1)),
  }))),
  /** Scenarios named in the text, the first said to be the more accurate. */
  namedPairs: v.optional(
    v.array(v.strictObject({ better: POINT, worse: POINT })),
  ),
  /** Configurations said to be dominated by each of some others. */
  dominated: v.optional(v.array(v.strictObject({
    ...CONFIGURATION.entries,
    by: v.pipe(v.array(CONFIGURATION), v.minLength(1)),
  }))),
  /** Compressed caches said to lose at most some points (0-1) against the full one. */
  nearLossless: v.optional(v.array(v.strictObject({
    model: NAME,
    kv: v.string(),
    points: SHARE,
  }))),
  /** Accuracy under which a scenario is kept off a frontier, by benchmark. */
  frontierFloor: v.optional(v.record(NAME, SHARE)),
  /** Accuracy differences that do not count: one rerun error. */
  epsilon: v.optional(v.strictObject({ full: SHARE, compressed: SHARE })),
  /** Relative memory difference that still counts as the same memory. */
  memoryTolerance: v.optional(
    v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)),
  ),
  /**
   * Shares of the memory range: at most low is rarely, at least high mostly;
   * broad is what finding 2 asks of 4 bits on knowledge. In the paper-like
   * world 4 bits have 1 of it without noise, 0.8 if they lost a point of
   * accuracy to 16 bits, 0.7 if three, 0.3 if six.
   */
  kappa: v.optional(v.pipe(
    v.strictObject({ low: SHARE, high: SHARE, broad: v.optional(SHARE) }),
    v.check(({ low, high }) => low < high, "low must be below high"),
    v.check(
      ({ low, broad }) => broad === undefined || low < broad,
      "low must be below broad",
    ),
  )),
});

/** Every number a finding needs. */
export type Claims = v.InferOutput<typeof CLAIMS>;

/** A scenario named by a claim. */
export type ClaimedPoint = v.InferOutput<typeof POINT>;
