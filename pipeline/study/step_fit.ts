import * as v from "valibot";

/** What budgets that were not timed are filled in from: a batch of c takes `perRequest * c + budget * (base + perGeneration * c + perContext * c * context)` seconds, context being prompt and half the budget. */
export const STEP_FIT = v.strictObject({
  /** Prompt read, request sent and answered. */
  perRequest: v.number(),
  /** Weights read. */
  base: v.number(),
  /** Generations beside one another. */
  perGeneration: v.number(),
  /** Cache read, a token of it. */
  perContext: v.number(),
  /** Largest share by which a timed latency and the fitted one differ. */
  residual: v.number(),
  /** Attempts fitted to. */
  attempts: v.number(),
});

/** Seconds by kind of work, as fitted to what was timed of some weights. */
export type StepFit = Readonly<v.InferOutput<typeof STEP_FIT>>;
