/** What a server must be able to do, judged from what it said: each gives what is wrong, or null. */
import type { Completion } from "./completion.ts";
import type { ServedModel } from "./server.ts";

const one = (ids: readonly number[]) => JSON.stringify(ids);

/** One model, so that there is no doubt whose tokens come. */
export function modelProblem(models: readonly ServedModel[]): string | null {
  if (models.length === 1) return null;
  const names = models.map(({ id }) => id).join(", ") || "none";
  return `it serves ${models.length} models instead of one, ${names}`;
}

/** Room for the longest prompt, thinking, injected texts and answer together, tokens. */
export function contextProblem(
  { maxModelLen }: ServedModel,
  needed: number,
): string | null {
  return maxModelLen >= needed
    ? null
    : `its context is ${maxModelLen} tokens and the study needs ${needed}, raise --max-model-len`;
}

/** Token ids in and out, the prompt read as sent. */
export function tokenIdsProblem(
  prompt: readonly number[],
  { ids, prompt: read }: Completion,
  asked: number,
): string | null {
  if (ids.length !== asked) {
    return `it gave ${ids.length} token ids where ${asked} were asked for`;
  }
  if (read && one(read) !== one(prompt)) {
    return `it read prompt ${one(prompt)} as ${one(read)}`;
  }
  return read ? null : "it does not repeat the prompt's token ids";
}

/** A stop token stops and is named, when the model surely gives it. */
export function stopProblem(
  token: number,
  { ids, stop, stopReason }: Completion,
): string | null {
  const kept = ids.filter((id) => id !== token);
  return stop && kept.length === 0 && ids.length <= 1 && stopReason === token
    ? null
    : `stop token ${token} does not stop it, it gave ${
      one(ids)
    } for reason ${stopReason}`;
}

/** No stop token comes before as many tokens as are asked for at least. */
export function minTokensProblem(
  token: number,
  { ids }: Completion,
  asked: number,
): string | null {
  return ids.length === asked && !ids.includes(token)
    ? null
    : `it ignores min_tokens, it gave ${
      one(ids)
    } where stop token ${token} was not allowed among the first ${asked}`;
}

/** The same seed gives the same tokens to a request that runs alone. */
export function seedProblem(
  first: Completion,
  second: Completion,
): string | null {
  return one(first.ids) === one(second.ids)
    ? null
    : `it ignores seeds, the same one gave ${one(first.ids)} and ${
      one(second.ids)
    }`;
}
