/** The records of a timing journal after its header, and what they say so far. */
import * as v from "valibot";
import { GENERATED_METADATA } from "../../pipeline/study/run.ts";
import { TENSOR_GROUP } from "./counted_tensors.ts";

const COUNT = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const WHOLE = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const SPEED = v.pipe(v.number(), v.gtValue(0));

/** One batch that was timed. */
const ATTEMPT = v.strictObject({
  kind: v.literal("attempt"),
  budget: COUNT,
  concurrency: COUNT,
  /** Tokens the server's cache holds; another start of it may give another number. */
  kvTokens: COUNT,
  /** Times the batch was repeated; the speeds are means over all. */
  waves: COUNT,
  latencySeconds: SPEED,
  requestsPerSecond: SPEED,
  outputTokensPerSecond: SPEED,
  /** Mean tokens of the prompts. */
  promptTokens: v.pipe(v.number(), v.minValue(0)),
  preemptions: WHOLE,
  /** Whether some waited while others ran: the batch did not run at once. */
  waited: v.boolean(),
});

/** A batch during which the server went away. */
const DEATH = v.strictObject({
  kind: v.literal("death"),
  budget: COUNT,
  concurrency: COUNT,
  kvTokens: COUNT,
  why: v.string(),
});

/** The settings of the server in one call. */
const SESSION = v.strictObject({
  kind: v.literal("session"),
  flags: GENERATED_METADATA.entries.flags,
});

/** Budgets that are to be filled in from a fit. */
const FIT = v.strictObject({ kind: v.literal("fit"), budgets: v.array(COUNT) });

/** What the loaded weights and their cache take, as the server counts. */
const MEMORY = v.strictObject({
  kind: v.literal("memory"),
  parameterBytes: COUNT,
  reportedBytes: v.nullable(WHOLE),
  kvBytesPerToken: SPEED,
  /** As a checkpoint holds them: these are the parameters counted. */
  loaded: v.array(TENSOR_GROUP),
  /** As the server's kernels do. */
  kept: v.array(TENSOR_GROUP),
});

const RECORD = v.variant("kind", [SESSION, ATTEMPT, DEATH, FIT, MEMORY]);

/** One batch that was timed. */
export type Attempt = v.InferOutput<typeof ATTEMPT>;

/** A batch during which the server went away. */
export type Death = v.InferOutput<typeof DEATH>;

/** The settings of the server in one call. */
export type TimingSession = v.InferOutput<typeof SESSION>;

/** What the loaded weights and their cache take, as the server counts. */
export type MemoryRecord = v.InferOutput<typeof MEMORY>;

/** One record of a timing journal. */
export type TimingRecord = v.InferOutput<typeof RECORD>;

/** What a timing journal says. */
export interface Timed {
  readonly sessions: TimingSession[];
  readonly attempts: Attempt[];
  readonly deaths: Death[];
  readonly fitted: Set<number>;
  /** Null: not asked for. */
  memory: MemoryRecord | null;
}

/** A journal without a record. */
export function nothingTimed(): Timed {
  return {
    sessions: [],
    attempts: [],
    deaths: [],
    fitted: new Set(),
    memory: null,
  };
}

/** Adds a record; TypeError when it is none of ours. */
export function addTiming(timed: Timed, json: unknown): void {
  const { success, output, issues } = v.safeParse(RECORD, json);
  if (!success) {
    throw new TypeError(`Cannot read a timing record: ${v.summarize(issues)}`);
  }
  switch (output.kind) {
    case "session":
      timed.sessions.push(output);
      break;
    case "attempt":
      timed.attempts.push(output);
      break;
    case "death":
      timed.deaths.push(output);
      break;
    case "memory":
      timed.memory = output;
      break;
    case "fit":
      for (const budget of output.budgets) timed.fitted.add(budget);
  }
}
