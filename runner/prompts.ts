/** Prompts as token ids. */
import { createHash } from "node:crypto";
import type { BenchmarkFile } from "../pipeline/study/benchmark.ts";
import type { Forcing } from "../pipeline/study/forcing.ts";
import type { ForcingTokens } from "./settings.ts";

/** Token ids of a text. */
type Tokenize = (text: string) => Promise<readonly number[]>;

/** The prompt of every problem in the order of its file; a problem without one is an error that says what to do. */
export async function tokenizePrompts(
  { benchmark, problems }: BenchmarkFile,
  tokenize: Tokenize,
): Promise<readonly (readonly number[])[]> {
  const without = problems.filter(({ prompt }) => !prompt);
  if (without.length > 0) {
    throw new TypeError(
      `Cannot ask benchmark ${benchmark}: ${without.length} of ${problems.length} problems have no prompt, ${
        without[0]!.id
      } first; write each problem's whole prompt text under "prompt" in the benchmark file`,
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
