import * as v from "valibot";
import { COUNT, WHOLE } from "./names.ts";

/** How a generation is held to its budget; the words are injected as token ids. */
export const FORCING = v.strictObject({
  /** Tokens that end thinking early, as text: each must be one token. */
  stopIds: v.pipe(v.array(v.string()), v.minLength(1)),
  /** Text that opens the thinking part where the chat template does not; absent: the model opens it, or not. */
  openThink: v.optional(v.pipe(v.string(), v.minLength(1))),
  /** Text that closes the thinking part before the final prompt; empty: nothing is written. */
  closeThink: v.string(),
  /** What replaces a stop before the budget is spent. */
  waitText: v.pipe(v.string(), v.minLength(1)),
  /** Whether the tokens of the wait text count towards the budget. */
  waitCounts: v.boolean(),
  /** What asks for the answer once the budget is spent. */
  finalPrompt: v.pipe(v.string(), v.minLength(1)),
  /** Most tokens read of an answer. */
  answerTokens: COUNT,
});

/** How a generation is held to its budget. */
export type Forcing = Readonly<v.InferOutput<typeof FORCING>>;

/** How tokens are drawn. */
export const SAMPLING = v.strictObject({
  /** vLLM takes none past 2. */
  temperature: v.pipe(v.number(), v.minValue(0), v.maxValue(2)),
  topP: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  /** Tokens considered; 0: all. */
  topK: WHOLE,
  /** From which every seed of the study follows. */
  seed: v.pipe(WHOLE, v.maxValue(0xffffffff, "a seed has 32 bits")),
});

/** How tokens are drawn. */
export type Sampling = Readonly<v.InferOutput<typeof SAMPLING>>;
