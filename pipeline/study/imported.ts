/** Generations that other tools made and logged: how they are read, and what is known of each log. */
import * as v from "valibot";
import { COUNT, isDistinct, WHOLE } from "./names.ts";

/** Tools whose logs we read. */
export const TOOLS = ["lm-eval", "lighteval", "inspect"] as const;

/** A tool whose logs we read. */
export type Tool = typeof TOOLS[number];

/** Where the answer stands in a response nobody forced. */
export const READING = v.strictObject({
  /** Text that closes the thinking part: the answer is looked for behind its last occurrence. Absent: in the whole response. */
  thinkingEnds: v.optional(v.pipe(v.string(), v.minLength(1))),
  /** The answer text begins behind the last of these texts. */
  answerAfter: v.pipe(
    v.array(v.pipe(v.string(), v.minLength(1))),
    v.minLength(1, "give a text the answer stands behind"),
    v.check((list) => isDistinct(list), "texts must not repeat"),
  ),
});

/** Where the answer stands in a response nobody forced. */
export type Reading = Readonly<v.InferOutput<typeof READING>>;

/** Columns of which a log may know nothing. */
const UNKNOWN = ["thinking_tokens", "natural_end", "seed"] as const;

const TEXT = v.string();
const SAID = v.record(
  TEXT,
  v.union([TEXT, v.number(), v.boolean(), v.null()]),
);

/** A log that generations came from. */
export const LOG = v.strictObject({
  tool: v.picklist(TOOLS),
  toolVersion: TEXT,
  /** Its name, without folders. */
  file: TEXT,
  sha256: v.pipe(TEXT, v.regex(/^[0-9a-f]{64}$/)),
  budget: COUNT,
  /** Number of its first sample of a problem in the result file. */
  firstSample: WHOLE,
  /** Seeds of its samples in their order; null: nobody knows it. */
  seeds: v.pipe(
    v.array(v.nullable(v.pipe(WHOLE, v.maxValue(0xffffffff)))),
    v.minLength(1),
  ),
  /** What the log itself says of how it was made. */
  told: SAID,
  /** What it does not say and whoever imported it did. */
  given: SAID,
  /** Columns nobody knows a value of. */
  unknown: v.array(v.picklist(UNKNOWN)),
  /** How often the tool's own score of a single response and the benchmark file disagree. */
  scored: v.nullable(v.strictObject({
    metric: TEXT,
    responses: COUNT,
    otherwise: WHOLE,
  })),
});

/** A log that generations came from. */
export type Log = Readonly<v.InferOutput<typeof LOG>>;
