import { deepEqual, equal, match, throws } from "node:assert/strict";
import type { KvStrategy } from "../../pipeline/study/kv_strategy.ts";
import {
  expectApplied,
  expectCompacted,
  type ForcedAsk,
  forcedBody,
  readForced,
} from "../../runner/forced.ts";
import { forcedReply } from "../fixtures/fake_engine.ts";
import { someRules, someSampling } from "../fixtures/trajectories.ts";

const RKV: KvStrategy = {
  kind: "rkv",
  retained: 12,
  interval: 4,
  window: 2,
  lambda: 0.1,
};

const ask: ForcedAsk = {
  model: "one",
  prompt: [5, 6],
  seed: 9,
  sampling: someSampling,
  rules: someRules,
  kv: RKV,
};

const said = (changed: Record<string, unknown> = {}) =>
  readForced({ ...forcedReply(forcedBody(ask)), ...changed }, "here");

Deno.test("forcedBody() asks for the largest budget and says every setting", () => {
  const { max_tokens, min_tokens, stop_token_ids, seed, vllm_xargs } =
    forcedBody(ask);
  deepEqual([max_tokens, min_tokens, stop_token_ids, seed], [
    16,
    0,
    someRules.stop,
    9,
  ]);
  deepEqual(vllm_xargs, {
    kv_strategy: "rkv",
    retained: 12,
    interval: 4,
    window: 2,
    lambda: 0.1,
    budgets: [4, 8, 16],
    wait: someRules.wait,
    wait_counts: true,
    close_think: someRules.closeThink,
    final_prompt: someRules.finalPrompt,
    answer_tokens: 8,
  });
});

Deno.test("readForced() reads a reply and refuses another shape, naming the place", () => {
  equal(said().forced.answers.length, 3);
  const reply = forcedReply(forcedBody(ask));
  const refused: [Record<string, unknown>, RegExp][] = [
    [{ choices: [] }, /choices/],
    [{ forced: { ...reply.forced, segments: [{ ids: [1] }] } }, /stop/],
    [{ counters: { ...reply.counters, compactions: -1 } }, /compactions/],
    [{ applied: undefined }, /applied/],
  ];
  for (const [changed, message] of refused) {
    throws(() => said(changed), (error: Error) => {
      match(error.message, /^Cannot read the reply of here: /);
      return message.test(error.message);
    });
  }
});

Deno.test("expectApplied() refuses a reply to other settings, and names them", () => {
  expectApplied(ask, said());
  const { applied } = said();
  for (
    const [name, other] of [
      ["kv_strategy", "full"],
      ["retained", 13],
      ["budgets", [4, 8, 17]],
      ["temperature", 1],
      ["seed", undefined],
      ["wait_counts", false],
    ] as const
  ) {
    throws(
      () =>
        expectApplied(ask, said({ applied: { ...applied, [name]: other } })),
      (error: Error) =>
        error.message.includes("it applied other settings") &&
        error.message.includes(`, ${name} `),
    );
  }
});

Deno.test("expectCompacted() refuses a cache that had to be cut back and never was", () => {
  const { counters } = said();
  const uncut = said({ counters: { ...counters, compactions: 0 } });
  throws(
    () => expectCompacted(RKV, someRules, uncut),
    /with rkv-12 it retains 12 tokens, and in 16 tokens of thinking it never compacted/,
  );
  expectCompacted(RKV, someRules, said());
  expectCompacted({ ...RKV, retained: 16 }, someRules, uncut);
  expectCompacted({ kind: "full" }, someRules, uncut);
  expectCompacted(
    { kind: "hqq", bits: 4, group: 64, residual: 4 },
    someRules,
    uncut,
  );
});
