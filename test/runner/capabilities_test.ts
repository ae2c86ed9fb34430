import { equal, match } from "node:assert/strict";
import {
  contextProblem,
  minTokensProblem,
  modelProblem,
  nameProblem,
  seedProblem,
  stopProblem,
  tokenIdsProblem,
} from "../../runner/capabilities.ts";
import type { Completion } from "../../runner/completion.ts";

const said = (changed: Partial<Completion> = {}): Completion => ({
  ids: [20, 21],
  text: "",
  stop: false,
  stopReason: null,
  prompt: [10],
  ...changed,
});

Deno.test("modelProblem() wants exactly one model", () => {
  const model = (id: string) => ({ id, maxModelLen: 512 });
  equal(modelProblem([model("one")]), null);
  match(modelProblem([model("one"), model("lora")])!, /2 models.*one, lora/);
  match(modelProblem([])!, /0 models instead of one, none/);
});

Deno.test("nameProblem() wants a name the study plans", () => {
  const model = { id: "one", maxModelLen: 512 };
  equal(nameProblem(model, ["two", "one"]), null);
  match(nameProblem(model, ["two", "two-w4"])!, /serves one, .* two, two-w4;/);
  match(nameProblem(model, [])!, /plans no run that it can generate;/);
});

Deno.test("contextProblem() wants all that is needed, and no more", () => {
  equal(contextProblem({ id: "one", maxModelLen: 100 }, 100), null);
  match(
    contextProblem({ id: "one", maxModelLen: 99 }, 100)!,
    /is 99 tokens and the study needs 100, raise --max-model-len/,
  );
});

Deno.test("tokenIdsProblem() wants the tokens asked for and the prompt as sent", () => {
  equal(tokenIdsProblem([10], said(), 2), null);
  match(tokenIdsProblem([10], said(), 3)!, /2 token ids where 3/);
  match(tokenIdsProblem([9, 10], said(), 2)!, /read prompt \[9,10\] as \[10\]/);
  match(tokenIdsProblem([10], said({ prompt: null }), 2)!, /does not repeat/);
  match(tokenIdsProblem([10], said({ ids: null }), 2)!, /not return token ids/);
});

Deno.test("stopProblem() wants a stop at once, named", () => {
  const stops = { stop: true, stopReason: 2 };
  equal(stopProblem(2, said({ ...stops, ids: [2] })), null);
  equal(stopProblem(2, said({ ...stops, ids: [] })), null);
  equal(stopProblem(2, said({ ...stops, ids: null })), null);
  for (
    const wrong of [
      said({ ...stops, ids: [20, 2] }),
      said({ ...stops, ids: [2, 2] }),
      said({ ...stops, ids: [2], stop: false }),
      said({ ...stops, ids: [2], stopReason: null }),
      said({ ...stops, ids: [2], stopReason: 1 }),
    ]
  ) {
    match(stopProblem(2, wrong)!, /stop token 2 does not stop it/);
  }
});

Deno.test("minTokensProblem() wants as many other tokens", () => {
  equal(minTokensProblem(2, said(), 2), null);
  equal(minTokensProblem(2, said({ ids: null }), 2), null);
  match(
    minTokensProblem(2, said({ ids: null, stop: true, text: "a" }), 2)!,
    /ignores min_tokens, it gave "a"/,
  );
  for (const ids of [[], [2], [20, 2], [2, 20], [20], [20, 21, 22]]) {
    match(minTokensProblem(2, said({ ids }), 2)!, /ignores min_tokens/);
  }
});

Deno.test("seedProblem() wants the same twice", () => {
  equal(seedProblem(said(), said()), null);
  const text = (text: string) => said({ ids: null, text });
  equal(seedProblem(text("a"), text("a")), null);
  match(seedProblem(text("a"), text("b"))!, /gave "a" and "b"/);
  match(seedProblem(said(), said({ ids: [20] }))!, /\[20,21\] and \[20\]/);
});
