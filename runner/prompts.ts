/** Prompts as token ids. */
import { createHash } from "node:crypto";
import type { BenchmarkFile } from "../pipeline/study/benchmark.ts";
import type { Forcing } from "../pipeline/study/forcing.ts";
import type { ForcingTokens } from "./settings.ts";

/** Token ids of a text. */
export type Tokenize = (text: string) => Promise<readonly number[]>;

/** What reads texts as a server's model does. */
export interface Tokenizer {
  readonly text: Tokenize;
  /** A message as the chat template writes it. */
  readonly chat: Tokenize;
}

/** The prompts of a benchmark, and what its messages were written with. */
interface Prompts {
  readonly prompts: readonly (readonly number[])[];
  /** Null: the prompts are whole texts, no template was at work. */
  readonly templateHash: string | null;
}

/** The message that tells chat templates apart. */
const KNOWN_MESSAGE = "1 + 1 =";

/**
 * The prompts of a benchmark in the order of its file: whole texts, or private
 * messages written with the model's chat template and, where that does not end
 * so, the text that opens the thinking part.
 */
export async function promptsOf(
  file: BenchmarkFile,
  messages: ReadonlyMap<string, string> | null,
  { text, chat }: Tokenizer,
  { openThink }: Forcing,
): Promise<Prompts> {
  if (messages === null) {
    return { prompts: await tokenizePrompts(file, text), templateHash: null };
  }
  const without = file.problems.find(({ id }) => !messages.has(id));
  if (without) {
    throw new TypeError(
      `Cannot ask benchmark ${file.benchmark}: there is no message for ${without.id}; write them again with deno task benchmarks`,
    );
  }
  const open = openThink === undefined ? [] : await text(openThink);
  const prompts: (readonly number[])[] = [];
  for (const { id } of file.problems) {
    const ids = await chat(messages.get(id)!);
    const isOpen = open.every((each, at) =>
      ids[ids.length - open.length + at] === each
    );
    prompts.push(isOpen ? ids : [...ids, ...open]);
  }
  const known = JSON.stringify(await chat(KNOWN_MESSAGE));
  return {
    prompts,
    templateHash: createHash("sha256").update(known).digest("hex"),
  };
}

/** The prompt of every problem in the order of its file; a problem without one is an error that says what to do. */
async function tokenizePrompts(
  { benchmark, problems }: BenchmarkFile,
  tokenize: Tokenize,
): Promise<readonly (readonly number[])[]> {
  const without = problems.filter(({ prompt }) => !prompt);
  if (without.length > 0) {
    throw new TypeError(
      `Cannot ask benchmark ${benchmark}: ${without.length} of ${problems.length} problems have no prompt, ${
        without[0]!.id
      } first; write each problem's whole prompt text under "prompt" in the benchmark file, or see deno task benchmarks`,
    );
  }
  const prompts: (readonly number[])[] = [];
  for (const { prompt } of problems) prompts.push(await tokenize(prompt!));
  return prompts;
}

/** The texts of the study's forcing as token ids; a stop text that is not one token is an error. */
export async function tokenizeForcing(
  { stopIds, waitText, closeThink, finalPrompt }: Forcing,
  tokenize: Tokenize,
): Promise<ForcingTokens> {
  const stop: number[] = [];
  for (const text of stopIds) {
    const ids = await tokenize(text);
    if (ids.length !== 1) {
      throw new RangeError(
        `Cannot stop at ${
          JSON.stringify(text)
        }: it is ${ids.length} tokens of this model, ${JSON.stringify(ids)}`,
      );
    }
    stop.push(ids[0]!);
  }
  const ids = async (text: string, what: string) => {
    const found = [...await tokenize(text)];
    if (found.length === 0) {
      throw new RangeError(
        `Cannot inject ${what} ${
          JSON.stringify(text)
        }: it is no token of this model`,
      );
    }
    return found;
  };
  return {
    stop,
    wait: await ids(waitText, "the wait text"),
    closeThink: closeThink === ""
      ? []
      : await ids(closeThink, "the text that closes thinking"),
    finalPrompt: await ids(finalPrompt, "the final prompt"),
  };
}

/** SHA-256 of the JSON text `[prompts, [stop, wait, closeThink, finalPrompt]]`, all as token ids. */
export function promptHash(
  prompts: readonly (readonly number[])[],
  { stop, wait, closeThink, finalPrompt }: ForcingTokens,
): string {
  const text = JSON.stringify([prompts, [stop, wait, closeThink, finalPrompt]]);
  return createHash("sha256").update(text).digest("hex");
}
