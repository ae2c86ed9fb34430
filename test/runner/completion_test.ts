import { deepEqual, equal, throws } from "node:assert/strict";
import {
  completionBody,
  readCompletion,
  withIds,
} from "../../runner/completion.ts";
import { mayPass } from "../../runner/retry.ts";

const ask = {
  model: "one",
  prompt: [10, 11],
  maxTokens: 9,
  minTokens: 1,
  seed: 4192972637,
  stop: [2, 0],
  sampling: { temperature: 0.6, topP: 0.95, topK: 20, seed: 7 },
};

Deno.test("completionBody() says every field a server's defaults could change", () => {
  deepEqual(completionBody(ask), {
    model: "one",
    prompt: [10, 11],
    max_tokens: 9,
    min_tokens: 1,
    seed: 4192972637,
    stop_token_ids: [2, 0],
    ignore_eos: true,
    temperature: 0.6,
    top_p: 0.95,
    top_k: 20,
    min_p: 0,
    repetition_penalty: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    n: 1,
    stream: false,
    echo: false,
    include_stop_str_in_output: false,
    skip_special_tokens: false,
    spaces_between_special_tokens: false,
    add_special_tokens: false,
    return_token_ids: true,
  });
});

Deno.test("completionBody() biases a token only where one is favoured", () => {
  deepEqual(
    completionBody({ ...ask, favoured: 2 }),
    { ...completionBody(ask), logit_bias: { 2: 100 } },
  );
});

const choice = {
  index: 0,
  text: "42",
  logprobs: null,
  finish_reason: "stop",
  stop_reason: 2,
  token_ids: [25, 23, 2],
  prompt_token_ids: [10, 11],
};

Deno.test("readCompletion() reads vLLM's one choice", () => {
  deepEqual(readCompletion({ id: "cmpl-1", choices: [choice] }, "here"), {
    ids: [25, 23, 2],
    text: "42",
    stop: true,
    stopReason: 2,
    prompt: [10, 11],
  });
  const { stop_reason: _s, prompt_token_ids: _p, ...bare } = choice;
  deepEqual(
    readCompletion({ choices: [{ ...bare, finish_reason: "length" }] }, "here"),
    {
      ids: [25, 23, 2],
      text: "42",
      stop: false,
      stopReason: null,
      prompt: null,
    },
  );
});

Deno.test("readCompletion() refuses other shapes, naming the place and showing the reply", () => {
  const refused: [unknown, RegExp][] = [
    [undefined, /reply of here: body: .* in nothing$/],
    ["text", /reply of here: body: .* in "text"$/],
    [{}, /reply of here: choices: .* in \{\}$/],
    [{ choices: [] }, /reply of here: choices\.0: /],
    [{ choices: [choice, choice] }, /reply of here: choices/],
    [{ choices: [{ ...choice, token_ids: [1.5] }] }, /0\.token_ids\.0: /],
    [{ choices: [{ ...choice, text: null }] }, /choices\.0\.text: /],
    [
      { choices: [{ ...choice, finish_reason: "tool_calls" }] },
      /choices\.0\.finish_reason: /,
    ],
    [
      { choices: [{ ...choice, prompt_token_ids: ["10"] }] },
      /choices\.0\.prompt_token_ids\.0: /,
    ],
  ];
  for (const [body, message] of refused) {
    throws(() => readCompletion(body, "here"), { name: "TypeError", message });
  }
});

Deno.test("readCompletion() takes no part of a request that the server gave up, which may pass", () => {
  for (const finish_reason of ["abort", "error"]) {
    throws(
      () => readCompletion({ choices: [{ ...choice, finish_reason }] }, "here"),
      (error) =>
        mayPass(error) &&
        error.message ===
          `Cannot ask here: it gave the request up, finish_reason ${finish_reason}`,
    );
  }
});

Deno.test("readCompletion() shows neither text nor token ids of a reply", () => {
  throws(
    () =>
      readCompletion({
        choices: [{ ...choice, text: "a secret", finish_reason: "none" }],
      }, "here"),
    /"text":"\.\.\.".*"token_ids":"3 ids"/,
  );
});

Deno.test("readCompletion() shows no more than 200 characters of a reply", () => {
  throws(
    () => readCompletion({ junk: "x".repeat(1000) }, "here"),
    /in \{"junk":"x{191}$/,
  );
});

Deno.test("readCompletion() takes a reply without token ids, withIds() refuses it by the server's name", () => {
  const { token_ids: ids, ...without } = choice;
  for (const bare of [without, { ...choice, token_ids: null }]) {
    const read = readCompletion({ choices: [bare] }, "here");
    equal(read.ids, null);
    throws(() => withIds(read, "http://a"), {
      name: "TypeError",
      message: "Cannot use server http://a: it does not return token ids",
    });
    deepEqual(withIds({ ...read, ids }, "http://a"), { ...read, ids });
  }
});
