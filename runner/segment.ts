/** The records of a run's journal after its header. */
import * as v from "valibot";

const WHOLE = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const IDS = v.array(WHOLE);
const TRAJECTORY = { problem: v.string(), sample: WHOLE };

/** A reply that thinks on; its number counts the replies of the trajectory from 0. */
const THINK = v.strictObject({
  kind: v.literal("think"),
  ...TRAJECTORY,
  segment: WHOLE,
  /** Token ids as sent, a stop token included where the server sends it. */
  ids: IDS,
  /** Whether a stop token ended the reply. */
  stop: v.boolean(),
});

/** The reply to the final prompt at a budget. */
const ANSWER = v.strictObject({
  kind: v.literal("answer"),
  ...TRAJECTORY,
  budget: WHOLE,
  ids: IDS,
  stop: v.boolean(),
  /** As sent; null when no token came before the stop. */
  text: v.nullable(v.string()),
});

const REPLY = { ids: IDS, stop: v.boolean() };

/** What the engine did to the cache of a trajectory. */
export const COUNTERS = v.strictObject({
  /** Times it was cut back to what is retained. */
  compactions: WHOLE,
  /** Tokens held at the end. */
  kept_tokens: WHOLE,
  quantized_tokens: WHOLE,
  /** Bytes of keys and values at their most, answers left out. */
  peak_kv_bytes: WHOLE,
  /** Bytes of its share of the real tensors. */
  allocated_kv_bytes: WHOLE,
});

/**
 * The engine's reply, a whole trajectory at once: its thinking as the replies
 * that asking again would have brought, and its answers.
 */
const FORCED = v.strictObject({
  kind: v.literal("forced"),
  ...TRAJECTORY,
  segments: v.array(v.strictObject(REPLY)),
  answers: v.array(v.strictObject({
    budget: WHOLE,
    ...REPLY,
    text: v.nullable(v.string()),
  })),
  counters: COUNTERS,
});

/** The machine and settings of one call of the runner. */
const SESSION = v.strictObject({
  kind: v.literal("session"),
  flags: v.record(
    v.string(),
    v.union([v.string(), v.number(), v.boolean(), v.null()]),
  ),
  machine: v.nullable(v.strictObject({
    gpu: v.nullable(v.string()),
    driver: v.nullable(v.string()),
    cpu: v.nullable(v.string()),
  })),
});

const RECORD = v.variant("kind", [THINK, ANSWER, FORCED, SESSION]);

/** A reply that thinks on. */
export type ThinkSegment = v.InferOutput<typeof THINK>;

/** The reply to the final prompt at a budget. */
export type AnswerSegment = v.InferOutput<typeof ANSWER>;

/** A whole trajectory of the engine. */
export type ForcedTrajectory = v.InferOutput<typeof FORCED>;

/** What the engine did to the cache of a trajectory. */
export type KvCounters = v.InferOutput<typeof COUNTERS>;

/** The machine and settings of one call of the runner. */
export type Session = v.InferOutput<typeof SESSION>;

/** One record of a journal. */
export type JournalRecord = v.InferOutput<typeof RECORD>;

/** Reads a record; TypeError when it is none of ours. */
export function readRecord(record: unknown): JournalRecord {
  const { success, output, issues } = v.safeParse(RECORD, record);
  if (!success) {
    throw new TypeError(
      `Cannot read a journal record: ${v.summarize(issues)}`,
    );
  }
  return output;
}
