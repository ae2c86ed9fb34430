import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import type {
  CompletionAsk,
  TokenCompletion,
} from "../../runner/completion.ts";
import { NOT_BEGUN } from "../../runner/progress.ts";
import { answerSeed, thinkSeed } from "../../runner/seed.ts";
import { answerText, generateTrajectory } from "../../runner/trajectory.ts";
import { textOf, tokenize } from "../fixtures/fake_vllm.ts";
import {
  generated,
  someModel,
  someRules,
  someSample,
  someSampling,
} from "../fixtures/trajectories.ts";

const rules = { ...someRules, budgets: [4, 8] };
const sample = { ...someSample("p-1"), prompt: tokenize("Q"), seed: 1000 };

const reply = (
  text: string,
  stopReason: number | null = null,
): TokenCompletion => ({
  ids: stopReason === null ? tokenize(text) : [...tokenize(text), stopReason],
  text,
  stop: stopReason !== null,
  stopReason,
  prompt: null,
});

/** Generates with these replies in their order, or with those a function gives. */
async function scripted(
  replies:
    | readonly TokenCompletion[]
    | ((ask: CompletionAsk) => TokenCompletion),
) {
  const asks: CompletionAsk[] = [];
  const kept: unknown[] = [];
  const queue = typeof replies === "function" ? null : [...replies];
  await generateTrajectory(sample, NOT_BEGUN, {
    model: someModel,
    sampling: someSampling,
    rules,
    complete: (ask) => {
      asks.push(ask);
      return Promise.resolve(
        queue
          ? queue.shift()!
          : (replies as (ask: CompletionAsk) => TokenCompletion)(ask),
      );
    },
    keep: (record) => Promise.resolve(void kept.push(record)),
  });
  return { asks, kept };
}

Deno.test("generateTrajectory() worked: two thoughts, a wait between them, an answer at each budget", async () => {
  const { asks, kept } = await scripted([
    reply("a", 2),
    reply("bcde"),
    reply("7}", 1),
    reply("42}45678"),
  ]);
  deepEqual(
    asks.map(({ prompt, maxTokens, minTokens }) => [
      textOf(prompt),
      maxTokens,
      minTokens,
    ]),
    [
      ["Q", 9, 0],
      ["QaWait", 4, 1],
      ["QaWai</think>\\boxed{", 8, 0],
      ["QaWaitbcd</think>\\boxed{", 8, 0],
    ],
  );
  deepEqual(asks.map(({ seed }) => seed), [
    thinkSeed(1000, 0),
    thinkSeed(1000, 1),
    answerSeed(1000, 4),
    answerSeed(1000, 8),
  ]);
  const at = { problem: "p-1", sample: 0 };
  deepEqual(kept, [
    {
      kind: "think",
      ...at,
      segment: 0,
      ids: [...tokenize("a"), 2],
      stop: true,
    },
    { kind: "think", ...at, segment: 1, ids: tokenize("bcde"), stop: false },
    {
      kind: "answer",
      ...at,
      budget: 4,
      ids: [...tokenize("7}"), 1],
      stop: true,
      text: "7}",
    },
    {
      kind: "answer",
      ...at,
      budget: 8,
      ids: tokenize("42}45678"),
      stop: false,
      text: "42}45678",
    },
  ]);
});

Deno.test("a thought is kept before the next is asked for", async () => {
  const order: string[] = [];
  await generateTrajectory(sample, NOT_BEGUN, {
    model: someModel,
    sampling: someSampling,
    rules,
    complete: ({ minTokens, maxTokens }) => {
      order.push("asked");
      const text = "x".repeat(maxTokens);
      return Promise.resolve(minTokens === 0 ? reply("a", 2) : reply(text));
    },
    keep: async ({ kind }) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push(`kept ${kind}`);
    },
  });
  deepEqual(order.slice(0, 4), ["asked", "kept think", "asked", "kept think"]);
});

Deno.test("a thought that cannot be used is not kept", async () => {
  const kept: unknown[] = [];
  await rejects(
    generateTrajectory(sample, NOT_BEGUN, {
      model: someModel,
      sampling: someSampling,
      rules,
      complete: () => Promise.resolve(reply("ab")),
      keep: (record) => Promise.resolve(void kept.push(record)),
    }),
    /2 thinking tokens where 9 to 9/,
  );
  deepEqual(kept, []);
});

Deno.test("an answer that fails lets the others be kept, then it is told", async () => {
  const kept: number[] = [];
  await rejects(
    generateTrajectory(sample, NOT_BEGUN, {
      model: someModel,
      sampling: someSampling,
      rules,
      complete: ({ seed, maxTokens }) =>
        seed === answerSeed(1000, 4)
          ? Promise.reject(new Error("no answer"))
          : Promise.resolve(reply("x".repeat(maxTokens))),
      keep: (record) =>
        Promise.resolve(void kept.push("budget" in record ? record.budget : 0)),
    }),
    /no answer/,
  );
  deepEqual(kept, [0, 8]);
});

Deno.test("a server that stops at its own end token is refused, with what to do", async () => {
  for (const own of [99, "</s>"]) {
    await rejects(
      scripted([{ ...reply("a"), stop: true, stopReason: own }]),
      /it stopped by itself for reason (99|<\/s>), .*--generation-config vllm/,
    );
  }
  await rejects(
    scripted([{ ...reply("a"), stop: true }]),
    /it stopped by itself/,
  );
});

Deno.test("a stop on the last token asked for has no reason and is ours all the same", async () => {
  const { kept } = await scripted(({ maxTokens }) => ({
    ids: [...tokenize("x".repeat(maxTokens - 1)), 2],
    text: "x".repeat(maxTokens - 1),
    stop: true,
    stopReason: null,
    prompt: null,
  }));
  equal(kept.length, 3);
});

Deno.test("answerText() is what was sent, null where nothing came before the stop", () => {
  equal(answerText(reply("42}", 2), rules), "42}");
  equal(answerText(reply("12345678"), rules), "12345678");
  equal(answerText(reply("", 2), rules), null);
  equal(answerText({ ...reply("", 2), ids: [] }, rules), null);
});

Deno.test("answerText() refuses too many tokens, and none without a stop", () => {
  throws(() => answerText(reply("123456789"), rules), /it has 9 answer tokens/);
  throws(() => answerText(reply(""), rules), /it has 0 answer tokens/);
  throws(
    () => answerText({ ...reply("1", 2), ids: [2, 20] }, rules),
    /it went on after stop token 2/,
  );
});

Deno.test("requests of one trajectory never share a seed, whatever the model does", async () => {
  for (let stopOneIn = 1; stopOneIn < 12; stopOneIn++) {
    const { asks } = await generated(someSample("p-1"), { stopOneIn });
    equal(new Set(asks.map(({ seed }) => seed)).size, asks.length);
  }
});

Deno.test("waits that do not count end a trajectory before the context is full, naming both", async () => {
  // Prompt 1, budget 8, </think> 1, \\boxed{ 7, answer 8: 25, and 4 for each wait.
  const uncounted = { ...rules, waitCounts: false };
  const thoughts = async (maxModelLen: number) => {
    const asks: CompletionAsk[] = [];
    const kept: unknown[] = [];
    const all = generateTrajectory(sample, NOT_BEGUN, {
      model: { id: "one", maxModelLen },
      sampling: someSampling,
      rules: uncounted,
      complete: (ask) => {
        asks.push(ask);
        return Promise.resolve(
          asks.length <= 3 ? reply("a", 2) : reply("x".repeat(ask.maxTokens)),
        );
      },
      keep: (record) => Promise.resolve(void kept.push(record)),
    });
    const error = await all.then(() => null, (error: Error) => error);
    for (const { prompt, maxTokens } of asks) {
      ok(prompt.length + maxTokens <= maxModelLen);
    }
    return { error, kept: kept.length };
  };
  deepEqual(await thoughts(37), { error: null, kept: 6 });
  const { error, kept } = await thoughts(36);
  equal(
    `${error}`,
    "RangeError: Cannot go on with problem p-1, sample 0: with 3 waits it needs a context of 37 tokens, the server's is 36, raise --max-model-len",
  );
  equal(kept, 3);
});
