import { deepEqual, equal, throws } from "node:assert/strict";
import { lmEvalLog } from "../../../runner/imported/lm_eval.ts";

/** A line as lm-eval 0.4 writes it. */
const line = (changed: Record<string, unknown> = {}) => ({
  doc_id: 0,
  doc: { id: 60, problem: "..." },
  target: 7,
  arguments: {
    gen_args_0: { arg_0: "...", arg_1: { max_gen_toks: 8, temperature: 0.6 } },
  },
  resps: [["\\boxed{7}"]],
  filtered_resps: ["7"],
  filter: "strict",
  metrics: ["exact_match"],
  exact_match: 1,
  ...changed,
});

const log = (...lines: unknown[]) =>
  lmEvalLog(
    lines.map((value, at) => ({ place: `line ${at + 1}`, value })),
    "a",
  );

Deno.test("lmEvalLog() worked by hand: budget, temperature, responses and score of each line", () => {
  const { problems, ...of } = log(
    line(),
    line({ doc_id: 1, resps: [["a", "b"]], exact_match: 0 }),
  );
  deepEqual(of, {
    toolVersion: null,
    budget: 8,
    seed: null,
    told: { temperature: 0.6 },
  });
  deepEqual(problems[0], {
    place: "line 1",
    id: "60",
    position: 0,
    target: "7",
    responses: [{ text: "\\boxed{7}", tokens: null, stopped: false }],
    score: { metric: "exact_match (strict)", right: true },
  });
  deepEqual(problems[1]!.responses.map(({ text }) => text), ["a", "b"]);
  // Of two responses the score is of both.
  equal(problems[1]!.score, null);
});

Deno.test("lmEvalLog() counts the responses of several filters once", () => {
  const second = line({ filter: "flexible", exact_match: 0 });
  equal(log(line(), second).problems.length, 1);
  throws(
    () => log(line(), { ...second, resps: [["another"]] }),
    /line 2: its resps are not those of filter strict/,
  );
});

Deno.test("lmEvalLog() leaves open what a log does not say, and refuses what is no generated text", () => {
  const { budget, told } = log(line({ arguments: [["...", {}]] }));
  deepEqual([budget, told], [null, {}]);
  throws(
    () => log(line({ resps: [[["-1.2", "False"]]] }), line({ doc_id: "x" })),
    (error: Error) =>
      error.message.includes("line 1: resps.0.0: only generated text") &&
      error.message.includes("line 2: doc_id"),
  );
  throws(
    () =>
      log(
        line(),
        line({
          doc_id: 1,
          arguments: { gen_args_0: { arg_1: { max_gen_toks: 9 } } },
        }),
      ),
    /line 2: its max_gen_toks is 9, line 1 has 8/,
  );
  throws(() => log(), /a: it holds no response/);
});
