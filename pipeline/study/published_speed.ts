import * as v from "valibot";
import { COUNT, NAME } from "./names.ts";
import { WEIGHT_BITS } from "./weights.ts";

const SPEED = v.pipe(
  v.number("give a number above 0"),
  v.finite(),
  v.check((speed) => speed > 0, "give a number above 0"),
);
const TEXT = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

/** A speed that the source of a study prints. */
export const PUBLISHED_SPEED = v.pipe(
  v.strictObject({
    model: NAME,
    /** Null where the source does not say. */
    bits: v.nullable(WEIGHT_BITS),
    /** Decoded tokens. */
    budget: COUNT,
    /** Generations at once. */
    concurrency: COUNT,
    latencySeconds: v.optional(SPEED),
    requestsPerSecond: v.optional(SPEED),
    gpu: TEXT,
    /** Where it is printed. */
    source: TEXT,
  }),
  v.check(
    ({ latencySeconds, requestsPerSecond }) =>
      (latencySeconds === undefined) !== (requestsPerSecond === undefined),
    "give either latencySeconds or requestsPerSecond",
  ),
);

/** A speed that the source of a study prints. */
export type PublishedSpeed = Readonly<v.InferOutput<typeof PUBLISHED_SPEED>>;
