/** The completion we ask of a server, and its reply, as JSON. */
import * as v from "valibot";
import type { Sampling } from "../pipeline/study/forcing.ts";

/** Largest logit bias a server takes: with it, nothing else is drawn. */
const MOST_BIAS = 100;

/** One continuation of token ids. */
export interface CompletionAsk {
  readonly model: string;
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  /** Tokens before a stop is allowed. */
  readonly minTokens: number;
  readonly seed: number;
  /** The only tokens that end it early: the model's own end token is one only if named. */
  readonly stop: readonly number[];
  readonly sampling: Sampling;
  /** A token to be preferred to all others that may come; for probing. */
  readonly favoured?: number;
}

/** A continuation as the server sent it. */
export interface Completion {
  /** Generated tokens; a stop token may be the last. Null: the server does not return them. */
  readonly ids: readonly number[] | null;
  readonly text: string;
  /** Whether a stop token ended it; else it ran to its largest length. */
  readonly stop: boolean;
  /** The stop token, where the server names it. */
  readonly stopReason: number | string | null;
  /** The prompt as the server read it, where it repeats it. */
  readonly prompt: readonly number[] | null;
}

/** A continuation that can be used. */
export type TokenCompletion = Completion & { readonly ids: readonly number[] };

/** The body of a request; every field that a server's own defaults could change is said. */
export function completionBody(
  { model, prompt, maxTokens, minTokens, seed, stop, sampling, favoured }:
    CompletionAsk,
) {
  return {
    model,
    prompt,
    max_tokens: maxTokens,
    min_tokens: minTokens,
    seed,
    stop_token_ids: stop,
    ignore_eos: true,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
    min_p: 0,
    repetition_penalty: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    n: 1,
    stream: false,
    echo: false,
    include_stop_str_in_output: false,
    skip_special_tokens: false,
    spaces_between_special_tokens: false,
    add_special_tokens: false,
    return_token_ids: true,
    ...(favoured === undefined
      ? {}
      : { logit_bias: { [favoured]: MOST_BIAS } }),
  };
}

const IDS = v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

const REPLY = v.object({
  choices: v.strictTuple([v.object({
    text: v.string(),
    finish_reason: v.picklist(["stop", "length"]),
    stop_reason: v.nullish(v.union([v.number(), v.string()]), null),
    token_ids: v.nullish(IDS, null),
    prompt_token_ids: v.nullish(IDS, null),
  })]),
});

/** Reads the one choice we asked for; TypeError naming the address it came from when the shape is another. */
export function readCompletion(body: unknown, from: string): Completion {
  const { success, output, issues } = v.safeParse(REPLY, body);
  if (!success) {
    const [issue] = issues;
    throw new TypeError(
      `Cannot read the reply of ${from}: ${
        v.getDotPath(issue) ?? "body"
      }: ${issue.message}, in ${shown(body).slice(0, 200)}`,
    );
  }
  const [choice] = output.choices;
  return {
    ids: choice.token_ids,
    text: choice.text,
    stop: choice.finish_reason === "stop",
    stopReason: choice.stop_reason,
    prompt: choice.prompt_token_ids,
  };
}

/** A reply without what a model read or wrote, which may be private. */
export function shown(body: unknown): string {
  return JSON.stringify(body, (key, value) => {
    if (key === "text" && typeof value === "string") return "...";
    return /(^|_)ids$/.test(key) && Array.isArray(value)
      ? `${value.length} ids`
      : value;
  }) ?? "nothing";
}

/** A completion with its token ids; TypeError naming the server when it has none. */
export function withIds(
  { ids, ...rest }: Completion,
  server: string,
): TokenCompletion {
  if (ids) return { ids, ...rest };
  throw new TypeError(
    `Cannot use server ${server}: it does not return token ids`,
  );
}

/**
 * A completion whose token ids the model has; RangeError naming the server when
 * one is none: kept, it would be refused as a prompt ever after.
 */
export function withinVocabulary(
  completion: TokenCompletion,
  vocabulary: number,
  server: string,
): TokenCompletion {
  const foreign = completion.ids.find((id) => id >= vocabulary);
  if (foreign === undefined) return completion;
  throw new RangeError(
    `Cannot use the reply of ${server}: token id ${foreign} is none of the ${vocabulary} of the model`,
  );
}
