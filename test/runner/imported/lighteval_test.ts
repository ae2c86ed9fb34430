import { deepEqual, throws } from "node:assert/strict";
import { lightevalLog } from "../../../runner/imported/lighteval.ts";

/** A row as lighteval 0.13 writes it, its integers as numbers. */
const row = (
  { doc = {}, response = {}, metric = { "pass@k:k=1": 1 } }: {
    doc?: object;
    response?: object;
    metric?: object;
  } = {},
) => ({
  doc: { id: "4", choices: ["6", "7"], gold_index: [1], ...doc },
  model_response: {
    text: ["\\boxed{7}"],
    output_tokens: [[5, 6, 7]],
    ...response,
  },
  metric,
});

const log = (value: unknown) => lightevalLog([{ place: "row 0", value }], "a");

Deno.test("lightevalLog() worked by hand: place, gold choice, tokens and score of a row", () => {
  const { problems, ...of } = log(row());
  deepEqual(of, { toolVersion: null, budget: null, seed: null, told: {} });
  deepEqual(problems, [{
    place: "row 0",
    id: "4",
    position: 4,
    target: "7",
    responses: [{ text: "\\boxed{7}", tokens: 3, stopped: false }],
    score: { metric: "pass@k:k=1", right: true },
  }]);
});

Deno.test("lightevalLog() leaves open what a row does not say", () => {
  const [problem] = log(row({
    doc: { id: "x", gold_index: [0, 1] },
    response: { output_tokens: [] },
    metric: { "avg@n": 0.5 },
  })).problems;
  const { position, target, responses, score } = problem!;
  deepEqual([position, target, responses[0]!.tokens, score], [
    null,
    null,
    null,
    null,
  ]);
});

Deno.test("lightevalLog() refuses rows without text, and tokens of other texts", () => {
  throws(
    () => log(row({ response: { text: [] } })),
    /row 0: model_response\.text: only generated text can be imported/,
  );
  throws(
    () => log(row({ response: { output_tokens: [[1], [2]] } })),
    /row 0: it has 1 texts and tokens of 2/,
  );
  throws(() => log({ predictions: "7" }), /row 0: doc is missing/);
});
