import { deepEqual, equal, throws } from "node:assert/strict";
import { inspectLog } from "../../../runner/imported/inspect.ts";

const header = (changed: Record<string, unknown> = {}) => ({
  version: 2,
  status: "success",
  eval: {
    model: "vllm/m",
    dataset: { sample_ids: [1, 2], shuffled: false },
    packages: { inspect_ai: "0.3.285" },
  },
  plan: { config: { max_tokens: 8, temperature: 0.6, seed: 7 } },
  ...changed,
});

/** A sample as inspect_ai 0.3 logs it. */
const sample = (changed: Record<string, unknown> = {}) => ({
  id: 1,
  epoch: 1,
  target: "7",
  output: {
    choices: [{
      message: { role: "assistant", content: "\\boxed{7}" },
      stop_reason: "stop",
    }],
    usage: { input_tokens: 9, output_tokens: 5 },
  },
  scores: { match: { value: "I" } },
  ...changed,
});

const output = (content: unknown, more: object = {}) => ({
  output: { choices: [{ message: { content } }], ...more },
});

const log = (samples: unknown[], head: unknown = header()) =>
  inspectLog(
    head,
    samples.map((value, at) => ({ place: `samples.${at}`, value })),
    "a",
  );

Deno.test("inspectLog() worked by hand: version, budget, seed, tokens and score", () => {
  const { problems, ...of } = log([sample()]);
  deepEqual(of, {
    toolVersion: "0.3.285",
    budget: 8,
    seed: 7,
    told: { model: "vllm/m", temperature: 0.6 },
  });
  deepEqual(problems, [{
    place: "samples.0",
    id: "1",
    position: 0,
    target: "7",
    responses: [{ text: "\\boxed{7}", tokens: 5, stopped: true }],
    score: { metric: "match", right: false },
  }]);
});

Deno.test("inspectLog() orders samples by epoch and reads the text of content in parts, not its reasoning", () => {
  const parts = [
    { type: "reasoning", reasoning: "\\boxed{6}" },
    { type: "text", text: "It is " },
    { type: "text", text: "7" },
  ];
  const { problems } = log([
    sample({ epoch: 2, ...output(parts), scores: null }),
    sample(),
  ]);
  deepEqual(problems.map(({ responses }) => responses[0]!.text), [
    "\\boxed{7}",
    "It is 7",
  ]);
  const [, second] = problems;
  deepEqual(second!.responses[0], {
    text: "It is 7",
    tokens: null,
    stopped: false,
  });
  equal(second!.score, null);
});

Deno.test("inspectLog() knows no place in a shuffled data set, and no single answer among several", () => {
  const shuffled = {
    ...header().eval,
    dataset: { sample_ids: [2, 1], shuffled: true },
  };
  const [only] = log(
    [sample({ target: ["7", "8"] })],
    header({ eval: shuffled, plan: {} }),
  ).problems;
  deepEqual([only!.position, only!.target], [null, null]);
});

Deno.test("inspectLog() refuses an evaluation or a sample that failed: what was not answered is not wrong", () => {
  throws(
    () => log([sample()], header({ status: "error" })),
    /a: its status is error, not success/,
  );
  throws(
    () => log([sample()], header({ results: { total_samples: 2 } })),
    /a: it says 2 samples and holds 1/,
  );
  throws(
    () => log([sample({ error: { message: "out of memory" } })]),
    /samples\.0: it ended with out of memory/,
  );
  throws(
    () => log([sample({ output: { choices: [] } })]),
    /samples\.0: output\.choices: one choice a sample/,
  );
});
