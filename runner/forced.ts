/** A whole trajectory as we ask it of the engine, and its reply, as JSON. */
import * as v from "valibot";
import { kvName, type KvStrategy } from "../pipeline/study/kv_strategy.ts";
import { type CompletionAsk, completionBody, shown } from "./completion.ts";
import { type ForcingRules, largestBudget } from "./forcing.ts";
import { COUNTERS } from "./segment.ts";

/** One trajectory, forced inside the engine. */
export interface ForcedAsk extends
  Pick<
    CompletionAsk,
    "model" | "prompt" | "seed" | "sampling"
  > {
  readonly rules: ForcingRules;
  readonly kv: KvStrategy;
}

const IDS = v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

const REPLY = v.object({
  choices: v.strictTuple([
    v.object({ token_ids: IDS, prompt_token_ids: IDS }),
  ]),
  forced: v.strictObject({
    segments: v.array(v.strictObject({ ids: IDS, stop: v.boolean() })),
    answers: v.array(v.strictObject({
      budget: v.number(),
      ids: IDS,
      stop: v.boolean(),
      text: v.string(),
    })),
  }),
  applied: v.record(v.string(), v.unknown()),
  // What a strategy counts beside these stays with the engine.
  counters: v.object(COUNTERS.entries),
});

/** The engine's reply. */
export type ForcedReply = v.InferOutput<typeof REPLY>;

/** The settings of a KV strategy as the engine names them; those a study leaves out are the engine's defaults, the paper's. */
function kvSettings({ kind, ...constants }: KvStrategy) {
  return { kv_strategy: kind, ...constants };
}

/** What a forced trajectory has beside a completion. */
function forcedSettings({ rules, kv }: ForcedAsk) {
  return {
    ...kvSettings(kv),
    budgets: rules.budgets,
    wait: rules.wait,
    wait_counts: rules.waitCounts,
    close_think: rules.closeThink,
    final_prompt: rules.finalPrompt,
    answer_tokens: rules.answerTokens,
  };
}

/** The body of a request for a whole trajectory. */
export function forcedBody(ask: ForcedAsk) {
  const { model, prompt, seed, sampling, rules } = ask;
  return {
    ...completionBody({
      model,
      prompt,
      seed,
      sampling,
      stop: rules.stop,
      maxTokens: largestBudget(rules),
      minTokens: 0,
    }),
    vllm_xargs: forcedSettings(ask),
  };
}

/** Reads a trajectory; TypeError naming the address it came from when the shape is another. */
export function readForced(body: unknown, from: string): ForcedReply {
  const { success, output, issues } = v.safeParse(REPLY, body);
  if (success) return output;
  const [issue] = issues;
  throw new TypeError(
    `Cannot read the reply of ${from}: ${
      v.getDotPath(issue) ?? "body"
    }: ${issue.message}, in ${shown(body).slice(0, 200)}`,
  );
}

/** Refuses a reply to other settings than were asked for: the engine repeats those it applied. */
export function expectApplied(ask: ForcedAsk, { applied }: ForcedReply): void {
  const { sampling, seed, rules } = ask;
  const asked: Record<string, unknown> = {
    ...forcedSettings(ask),
    seed,
    stop: rules.stop,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
  };
  const others = Object.entries(asked).filter(([name, value]) =>
    JSON.stringify(applied[name]) !== JSON.stringify(value)
  );
  if (others.length === 0) return;
  throw new RangeError(
    `Cannot use the engine's reply: it applied other settings than were asked for, ${
      others.map(([name, value]) =>
        `${name} ${JSON.stringify(applied[name])} instead of ${
          JSON.stringify(value)
        }`
      ).join(", ")
    }`,
  );
}

/** Refuses a cache that should have been cut back and never was: it was the full one under another name. */
export function expectCompacted(
  kv: KvStrategy,
  rules: ForcingRules,
  { counters }: ForcedReply,
): void {
  switch (kv.kind) {
    case "rkv":
    case "streaming": {
      const budget = largestBudget(rules);
      if (budget <= kv.retained || counters.compactions > 0) return;
      throw new RangeError(
        `Cannot use the engine's reply: with ${
          kvName(kv)
        } it retains ${kv.retained} tokens, and in ${budget} tokens of thinking it never compacted`,
      );
    }
    case "full":
    case "hqq":
      return;
  }
}
