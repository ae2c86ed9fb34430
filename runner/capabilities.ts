/** What a server must be able to do, judged from what it said: each gives what is wrong, or null. */
import type { Completion } from "./completion.ts";
import type { ServedModel } from "./server.ts";

const one = (ids: readonly number[]) => JSON.stringify(ids);

/** What a server gave: its token ids, the text where it does not return them. */
const given = ({ ids, text }: Completion) => JSON.stringify(ids ?? text);

/** One model, so that there is no doubt whose tokens come. */
export function modelProblem(models: readonly ServedModel[]): string | null {
  if (models.length === 1) return null;
  const names = models.map(({ id }) => id).join(", ") || "none";
  return `it serves ${models.length} models instead of one, ${names}`;
}

/** A model the study plans, under the name it gives it. */
export function nameProblem(
  { id }: ServedModel,
  planned: readonly string[],
): string | null {
  return planned.includes(id)
    ? null
    : `it serves ${id}, the study plans ${
      planned.join(", ") || "no run that it can generate"
    }; name the served model with --served-model-name`;
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
  if (!ids) return "it does not return token ids";
  if (ids.length !== asked) {
    return `it gave ${ids.length} token ids where ${asked} were asked for`;
  }
  if (read && one(read) !== one(prompt)) {
    return `it read prompt ${one(prompt)} as ${one(read)}`;
  }
  return read ? null : "it does not repeat the prompt's token ids";
}

/** A stop token stops and is named, when the model surely gives it. */
export function stopProblem(token: number, said: Completion): string | null {
  const { ids, stop, stopReason } = said;
  const atOnce = !ids || ids.length === 0 || one(ids) === one([token]);
  return stop && atOnce && stopReason === token
    ? null
    : `stop token ${token} does not stop it, it gave ${
      given(said)
    } for reason ${stopReason}`;
}

/** No stop token comes before as many tokens as are asked for at least. */
export function minTokensProblem(
  token: number,
  said: Completion,
  asked: number,
): string | null {
  const { ids, stop } = said;
  const enough = ids ? ids.length === asked && !ids.includes(token) : !stop;
  return enough
    ? null
    : `it ignores min_tokens, it gave ${
      given(said)
    } where stop token ${token} was not allowed among the first ${asked}`;
}

/** The same seed gives the same tokens to a request that runs alone. */
export function seedProblem(
  first: Completion,
  second: Completion,
): string | null {
  const [a, b] = [given(first), given(second)];
  return a === b ? null : `it ignores seeds, the same one gave ${a} and ${b}`;
}
