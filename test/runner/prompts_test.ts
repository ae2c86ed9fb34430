import { deepEqual, equal, notEqual, rejects } from "node:assert/strict";
import {
  promptHash,
  promptsOf,
  tokenizeForcing,
} from "../../runner/prompts.ts";
import { tokenize as ids } from "../fixtures/fake_vllm.ts";
import { tinyBenchmark, tinyStudy } from "../fixtures/tiny.ts";

const tokenize = (text: string) => Promise.resolve(ids(text));
const { forcing } = tinyStudy();

const tokenizer = {
  text: tokenize,
  chat: (message: string) => tokenize(`|${message}|`),
};

Deno.test("promptsOf() gives whole texts in the order of the problems", async () => {
  const problems = tinyBenchmark.problems.map((problem, at) => ({
    ...problem,
    prompt: `${at}`,
  }));
  deepEqual(
    await promptsOf({ ...tinyBenchmark, problems }, null, tokenizer, forcing),
    { prompts: [ids("0"), ids("1"), ids("2")], templateHash: null },
  );
});

Deno.test("promptsOf() refuses problems without a prompt, counting them", async () => {
  const [first, ...others] = tinyBenchmark.problems;
  const problems = [{ ...first!, prompt: "1+1=" }, ...others];
  await rejects(
    promptsOf({ ...tinyBenchmark, problems }, null, tokenizer, forcing),
    /Cannot ask benchmark sums: 2 of 3 problems have no prompt, p-2 first/,
  );
});

Deno.test("promptsOf() writes private messages with the chat template, which it hashes, and opens the thinking part where that does not", async () => {
  const messages = new Map([["p-1", "a"], ["p-2", "b"], ["p-3", "c"]]);
  const its = (tokens: typeof tokenizer, openThink?: string) =>
    promptsOf(
      tinyBenchmark,
      messages,
      tokens,
      openThink === undefined ? forcing : { ...forcing, openThink },
    );
  const plain = await its(tokenizer);
  deepEqual(plain.prompts, [ids("|a|"), ids("|b|"), ids("|c|")]);
  const opened = await its(tokenizer, "<t>");
  deepEqual(opened.prompts[0], ids("|a|<t>"));
  equal(opened.templateHash, plain.templateHash);
  const opening = {
    ...tokenizer,
    chat: (message: string) => tokenize(`|${message}|<t>`),
  };
  deepEqual((await its(opening, "<t>")).prompts[0], ids("|a|<t>"));
  notEqual((await its(opening)).templateHash, plain.templateHash);
  messages.delete("p-2");
  await rejects(
    its(tokenizer),
    /Cannot ask benchmark sums: there is no message for p-2/,
  );
});

Deno.test("tokenizeForcing() reads the study's texts as token ids", async () => {
  deepEqual(await tokenizeForcing(forcing, tokenize), {
    stop: [2],
    wait: ids("Wait"),
    closeThink: [2],
    finalPrompt: ids("\\boxed{"),
  });
  const without = await tokenizeForcing(
    { ...forcing, closeThink: "" },
    tokenize,
  );
  deepEqual(without.closeThink, []);
});

Deno.test("tokenizeForcing() refuses texts this model has no token for", async () => {
  const refused: [Partial<typeof forcing>, RegExp][] = [
    [{ stopIds: ["</think>", "ab"] }, /Cannot stop at "ab": it is 2 tokens/],
    [{ stopIds: ["é"] }, /Cannot stop at "é": it is 0 tokens/],
    [{ waitText: "é" }, /Cannot inject the wait text "é"/],
    [{ closeThink: "é" }, /Cannot inject the text that closes thinking "é"/],
    [{ finalPrompt: "é" }, /Cannot inject the final prompt "é"/],
  ];
  for (const [changed, message] of refused) {
    await rejects(tokenizeForcing({ ...forcing, ...changed }, tokenize), {
      name: "RangeError",
      message,
    });
  }
});

Deno.test("promptHash() worked: a SHA-256 computed elsewhere; any token changes it", () => {
  const tokens = {
    stop: [4],
    wait: [5, 6],
    closeThink: [],
    finalPrompt: [7],
  };
  const hash = promptHash([[1, 2], [3]], tokens);
  equal(
    hash,
    "19f1df589055c36a029fb9b33a9dd31a236078182d1331083646479690145c8e",
  );
  notEqual(promptHash([[1], [2, 3]], tokens), hash);
  notEqual(
    promptHash([[1, 2], [3]], { ...tokens, closeThink: [5], wait: [6] }),
    hash,
  );
});
