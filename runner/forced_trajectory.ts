/** One sample of one problem, thought and answered inside the engine. */
import type { Sampling } from "../pipeline/study/forcing.ts";
import type { KvStrategy } from "../pipeline/study/kv_strategy.ts";
import {
  expectApplied,
  expectCompacted,
  type ForcedAsk,
  type ForcedReply,
} from "./forced.ts";
import { type ForcingRules, grow, thinkAsk, UNTHOUGHT } from "./forcing.ts";
import type { ForcedTrajectory } from "./segment.ts";
import type { ServedModel } from "./server.ts";
import { answerText, expectOurStop, type Sample } from "./trajectory.ts";

/** What a forced trajectory needs of the world. */
interface Surroundings {
  readonly model: ServedModel;
  readonly sampling: Sampling;
  readonly rules: ForcingRules;
  readonly kv: KvStrategy;
  readonly force: (ask: ForcedAsk) => Promise<ForcedReply>;
  /** Resolves once the trajectory can no longer be lost. */
  readonly keep: (trajectory: ForcedTrajectory) => Promise<void>;
}

/**
 * Generates a trajectory in one request. Its cache cannot be built again from
 * its tokens, so it is kept whole or not at all. What the engine says it did is
 * held against the rules before anything is kept; RangeError where they differ.
 */
export async function forceTrajectory(
  { problem, sample, prompt, seed }: Sample,
  { model, sampling, rules, kv, force, keep }: Surroundings,
): Promise<void> {
  const ask = { model: model.id, prompt, seed, sampling, rules, kv };
  const reply = await force(ask);
  expectApplied(ask, reply);
  expectCompacted(kv, rules, reply);
  const { choices: [{ token_ids }], forced, counters } = reply;
  expectForced(forced.segments, token_ids, rules);
  const answers = rules.budgets.map((budget) => {
    const answer = forced.answers.find((each) => each.budget === budget);
    if (!answer) throw unusable(`it has no answer at ${budget} tokens`);
    const { ids, stop, text } = answer;
    const completion = { ids, stop, text, stopReason: null, prompt: null };
    expectOurStop(completion, rules.stop);
    return { budget, ids, stop, text: answerText(completion, rules) };
  });
  await keep({
    kind: "forced",
    problem,
    sample,
    segments: forced.segments,
    answers,
    counters,
  });
}

/** The engine's thinking is the one that our rules make of its draws. */
function expectForced(
  segments: ForcedReply["forced"]["segments"],
  ids: readonly number[],
  rules: ForcingRules,
) {
  let thinking = UNTHOUGHT;
  for (const segment of segments) thinking = grow(thinking, rules, segment);
  if (thinkAsk(thinking, rules) !== null) {
    throw unusable(`it thought ${thinking.spent} tokens`);
  }
  const at = thinking.ids.findIndex((id, at) => id !== ids[at]);
  if (at === -1 && thinking.ids.length === ids.length) return;
  throw unusable(
    `its thinking of ${ids.length} tokens is not what the rules make of its draws, from token ${
      at === -1 ? thinking.ids.length : at
    } on`,
  );
}

function unusable(why: string): RangeError {
  return new RangeError(`Cannot use the engine's reply: ${why}`);
}
