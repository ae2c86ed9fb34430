/** Budget forcing as a pure state machine: a trajectory's thinking, held to its budgets. No I/O. */

/** What holds a trajectory to its budgets: numbers of the study, texts as token ids. */
export interface ForcingRules {
  /** Token budgets, rising; one trajectory serves them all. */
  readonly budgets: readonly number[];
  /** Tokens that end thinking early, and answers. */
  readonly stop: readonly number[];
  /** What replaces a stop before the largest budget is spent. */
  readonly wait: readonly number[];
  /** Whether the tokens of `wait` spend the budget. */
  readonly waitCounts: boolean;
  /** What closes the thinking part; may be empty. */
  readonly closeThink: readonly number[];
  /** What asks for the answer. */
  readonly finalPrompt: readonly number[];
  /** Most tokens read of an answer. */
  readonly answerTokens: number;
}

/** How far a trajectory has thought. */
export interface Thinking {
  /** Every token of the thinking part, waits included, stop tokens dropped. */
  readonly ids: readonly number[];
  /** Tokens of the largest budget that are spent. */
  readonly spent: number;
  /** Tokens spent when the model first wanted to stop; null: it has not. */
  readonly naturalEnd: number | null;
  /** Tokens spent when each wait began, rising. */
  readonly waits: readonly number[];
  /** Replies of the server so far. */
  readonly segments: number;
}

/** A reply of the server: token ids as sent, and whether a stop token ended it (it may be among the ids). */
export interface Reply {
  readonly ids: readonly number[];
  readonly stop: boolean;
}

/** How many tokens to ask for next. */
interface ThinkAsk {
  readonly maxTokens: number;
  readonly minTokens: number;
}

/** A trajectory that has not thought yet. */
export const UNTHOUGHT: Thinking = {
  ids: [],
  spent: 0,
  naturalEnd: null,
  waits: [],
  segments: 0,
};

/** The largest budget. */
export function largestBudget({ budgets }: ForcingRules): number {
  return budgets.at(-1) ?? 0;
}

/**
 * What to ask for next, or null once the largest budget is spent. One token
 * more than is left, so that a stop right at the largest budget is seen as it
 * is at the others; that token is never kept. After a wait at least one token,
 * or a model that only wants to stop would never spend its budget.
 */
export function thinkAsk(
  { spent, waits }: Thinking,
  rules: ForcingRules,
): ThinkAsk | null {
  const left = largestBudget(rules) - spent;
  if (left <= 0) return null;
  return { maxTokens: left + 1, minTokens: waits.length > 0 ? 1 : 0 };
}

/** Tokens of context that finishing takes with a prompt of so many; each further wait that does not count adds its own. */
export function contextNeeded(
  prompt: number,
  { ids, spent }: Thinking,
  rules: ForcingRules,
): number {
  const left = largestBudget(rules) - spent;
  return prompt + ids.length + left + rules.closeThink.length +
    rules.finalPrompt.length + rules.answerTokens;
}

/** The ids of a reply without the stop token that ended it, wherever the server leaves it in or out. */
export function withoutStop({ ids, stop }: Reply, stops: readonly number[]) {
  const last = ids.at(-1);
  const kept = stop && last !== undefined && stops.includes(last)
    ? ids.slice(0, -1)
    : ids;
  const inside = kept.find((id) => stops.includes(id));
  if (inside !== undefined) {
    throw new RangeError(
      `Cannot use the server's reply: it went on after stop token ${inside}`,
    );
  }
  return kept;
}

/**
 * The thinking after one more reply. RangeError when the reply is none to what
 * `thinkAsk` asked: too many tokens, too few without a stop, none after a wait.
 */
export function grow(
  thinking: Thinking,
  rules: ForcingRules,
  reply: Reply,
): Thinking {
  const ask = thinkAsk(thinking, rules);
  if (!ask) throw new RangeError("Cannot think on: the budget is spent");
  const all = withoutStop(reply, rules.stop);
  const count = all.length;
  const most = reply.stop ? ask.maxTokens - 1 : ask.maxTokens;
  const least = reply.stop ? ask.minTokens : ask.maxTokens;
  if (count > most || count < least) {
    throw new RangeError(
      `Cannot use the server's reply: it has ${count} thinking tokens${
        reply.stop ? " before a stop" : ""
      } where ${least} to ${most} were asked for`,
    );
  }
  const kept = all.slice(0, ask.maxTokens - 1);
  const grown = {
    ids: [...thinking.ids, ...kept],
    spent: thinking.spent + kept.length,
    segments: thinking.segments + 1,
  };
  if (!reply.stop) return { ...thinking, ...grown };
  return waited(
    { ...thinking, ...grown, naturalEnd: thinking.naturalEnd ?? grown.spent },
    rules,
  );
}

/** Appends the wait text; a counted one is cut to what is left, none is begun when nothing is. */
function waited(thinking: Thinking, rules: ForcingRules): Thinking {
  const left = largestBudget(rules) - thinking.spent;
  if (left === 0) return thinking;
  const wait = rules.waitCounts ? rules.wait.slice(0, left) : rules.wait;
  return {
    ...thinking,
    ids: [...thinking.ids, ...wait],
    spent: thinking.spent + (rules.waitCounts ? wait.length : 0),
    waits: [...thinking.waits, thinking.spent],
  };
}

/**
 * What a budget saw of a trajectory: the first natural end, if it came when at
 * most that many tokens were spent, and the waits of which it holds a token.
 */
export function seenBy(budget: number, { naturalEnd, waits }: Thinking) {
  return {
    naturalEnd: naturalEnd !== null && naturalEnd <= budget ? naturalEnd : null,
    waits: waits.filter((begun) => begun < budget).length,
  };
}

/**
 * The shortest beginning that spends a budget: exactly as many tokens where
 * waits count, that many and the waits between them where they do not.
 */
export function thoughtAt(
  budget: number,
  thinking: Thinking,
  rules: ForcingRules,
): readonly number[] {
  if (thinking.spent < budget) {
    throw new RangeError(
      `Cannot answer at ${budget} tokens: ${thinking.spent} are thought`,
    );
  }
  const uncounted = rules.waitCounts
    ? 0
    : seenBy(budget, thinking).waits * rules.wait.length;
  return thinking.ids.slice(0, budget + uncounted);
}

/** What follows the problem's prompt when the answer at a budget is asked for. */
export function answerContext(
  budget: number,
  thinking: Thinking,
  rules: ForcingRules,
): readonly number[] {
  return [
    ...thoughtAt(budget, thinking, rules),
    ...rules.closeThink,
    ...rules.finalPrompt,
  ];
}
