/** One sample of one problem, from where it stands to its last answer. */
import type { Sampling } from "../pipeline/study/forcing.ts";
import type { CompletionAsk, TokenCompletion } from "./completion.ts";
import {
  answerContext,
  type ForcingRules,
  grow,
  thinkAsk,
  withoutStop,
} from "./forcing.ts";
import type { Trajectory } from "./progress.ts";
import { answerSeed, thinkSeed } from "./seed.ts";
import type { AnswerSegment, ThinkSegment } from "./segment.ts";

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
export interface Surroundings {
  readonly model: string;
  readonly sampling: Sampling;
  readonly rules: ForcingRules;
  readonly complete: (ask: CompletionAsk) => Promise<TokenCompletion>;
  /** Resolves once the segment can no longer be lost. */
  readonly keep: (segment: ThinkSegment | AnswerSegment) => Promise<void>;
}

/**
 * Generates what a trajectory owes. Each segment is kept before the next is
 * asked for; the answers, which need one another as little as their order, are
 * asked for together once the thinking is done, while its prefixes are cached.
 */
export async function generateTrajectory(
  { problem, sample, prompt, seed }: Sample,
  { thinking: begun, answers }: Trajectory,
  { model, sampling, rules, complete, keep }: Surroundings,
): Promise<void> {
  const { stop, answerTokens, budgets } = rules;
  let thinking = begun;
  for (let ask; (ask = thinkAsk(thinking, rules)) !== null;) {
    const segment = thinking.segments;
    const reply = await complete({
      model,
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
    });
  }
  const owed = budgets.filter((budget) => !answers.has(budget));
  const settled = await Promise.allSettled(owed.map(async (budget) => {
    const reply = await complete({
      model,
      sampling,
      stop,
      prompt: [...prompt, ...answerContext(budget, thinking, rules)],
      seed: answerSeed(seed, budget),
      maxTokens: answerTokens,
      minTokens: 0,
    });
    expectOurStop(reply, stop);
    await keep({
      kind: "answer",
      problem,
      sample,
      budget,
      ids: [...reply.ids],
      stop: reply.stop,
      text: answerText(reply, rules),
    });
  }));
  for (const each of settled) {
    if (each.status === "rejected") throw each.reason;
  }
}

/**
 * Refuses a reply that ended at a token the study does not name. vLLM names no
 * reason when the stop token is also the last one allowed.
 */
function expectOurStop(
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
