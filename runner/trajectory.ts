/** One sample of one problem, from where it stands to its last answer. */
import type { Sampling } from "../pipeline/study/forcing.ts";
import type { CompletionAsk, TokenCompletion } from "./completion.ts";
import {
  answerContext,
  contextNeeded,
  type ForcingRules,
  grow,
  thinkAsk,
  type Thinking,
  withoutStop,
} from "./forcing.ts";
import type { Trajectory } from "./progress.ts";
import { answerSeed, thinkSeed } from "./seed.ts";
import type { AnswerSegment, ThinkSegment } from "./segment.ts";
import type { ServedModel } from "./server.ts";

/** Which sample of which problem, and where its chance comes from. */
export interface Sample {
  readonly problem: string;
  readonly sample: number;
  /** The problem's prompt, token ids. */
  readonly prompt: readonly number[];
  /** Seed of the trajectory. */
  readonly seed: number;
}

/** What a trajectory needs of the world. */
interface Surroundings {
  readonly model: ServedModel;
  readonly sampling: Sampling;
  readonly rules: ForcingRules;
  readonly complete: (ask: CompletionAsk) => Promise<TokenCompletion>;
  /** Resolves once the segment can no longer be lost; told with how far the trajectory is then. */
  readonly keep: (
    segment: ThinkSegment | AnswerSegment,
    after: Trajectory,
  ) => Promise<void>;
}

/**
 * Generates what a trajectory owes. Each segment is kept before the next is
 * asked for; the answers, which need one another as little as their order, are
 * asked for together once the thinking is done, while its prefixes are cached.
 * RangeError before the server is asked for more than its context holds.
 */
export async function generateTrajectory(
  which: Sample,
  { thinking: begun, answers }: Trajectory,
  { model, sampling, rules, complete, keep }: Surroundings,
): Promise<void> {
  const { problem, sample, prompt, seed } = which;
  const { stop, answerTokens, budgets } = rules;
  let thinking = begun;
  for (let ask; (ask = thinkAsk(thinking, rules)) !== null;) {
    expectRoom(which, thinking, rules, model);
    const segment = thinking.segments;
    const reply = await complete({
      model: model.id,
      sampling,
      stop,
      prompt: [...prompt, ...thinking.ids],
      seed: thinkSeed(seed, segment),
      ...ask,
    });
    expectOurStop(reply, stop);
    // Refused before it is kept: a journal holds no reply that cannot be used.
    thinking = grow(thinking, rules, reply);
    await keep({
      kind: "think",
      problem,
      sample,
      segment,
      ids: [...reply.ids],
      stop: reply.stop,
    }, { thinking, answers });
  }
  const known = new Map(answers);
  const owed = budgets.filter((budget) => !answers.has(budget));
  if (owed.length > 0) expectRoom(which, thinking, rules, model);
  const settled = await Promise.allSettled(owed.map(async (budget) => {
    const reply = await complete({
      model: model.id,
      sampling,
      stop,
      prompt: [...prompt, ...answerContext(budget, thinking, rules)],
      seed: answerSeed(seed, budget),
      maxTokens: answerTokens,
      minTokens: 0,
    });
    expectOurStop(reply, stop);
    const text = answerText(reply, rules);
    known.set(budget, text);
    await keep({
      kind: "answer",
      problem,
      sample,
      budget,
      ids: [...reply.ids],
      stop: reply.stop,
      text,
    }, { thinking, answers: known });
  }));
  for (const each of settled) {
    if (each.status === "rejected") throw each.reason;
  }
}

/** Refuses to go on where the context cannot hold the rest; nobody knows beforehand how many waits that do not count there will be. */
function expectRoom(
  { problem, sample, prompt }: Sample,
  thinking: Thinking,
  rules: ForcingRules,
  { maxModelLen }: ServedModel,
) {
  const needed = contextNeeded(prompt.length, thinking, rules);
  if (needed <= maxModelLen) return;
  throw new RangeError(
    `Cannot go on with problem ${problem}, sample ${sample}: with ${thinking.waits.length} waits it needs a context of ${needed} tokens, the server's is ${maxModelLen}, raise --max-model-len`,
  );
}

/**
 * Refuses a reply that ended at a token the study does not name. vLLM names no
 * reason when the stop token is also the last one allowed.
 */
export function expectOurStop(
  { ids, stop, stopReason }: TokenCompletion,
  ours: readonly number[],
) {
  const stopped = stopReason ?? ids.at(-1);
  if (!stop || ours.some((id) => id === stopped)) return;
  throw new RangeError(
    `Cannot use the server's reply: it stopped by itself for reason ${stopped}, not at one of ${
      JSON.stringify(ours)
    }; start vLLM with --generation-config vllm`,
  );
}

/** The text of an answer as sent; null when no token came before the stop. */
export function answerText(
  reply: TokenCompletion,
  { stop, answerTokens }: Pick<ForcingRules, "stop" | "answerTokens">,
): string | null {
  const { length } = withoutStop(reply, stop);
  if (length > answerTokens || (length === 0 && !reply.stop)) {
    throw new RangeError(
      `Cannot use the server's reply: it has ${length} answer tokens where 1 to ${answerTokens} were asked for`,
    );
  }
  return length === 0 ? null : reply.text;
}
