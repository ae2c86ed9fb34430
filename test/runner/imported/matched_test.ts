import { deepEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { matched, MATCHES } from "../../../runner/imported/matched.ts";
import { logged, logOf, wanted } from "../../fixtures/imported.ts";
import { tinyBenchmark } from "../../fixtures/tiny.ts";

const { benchmark } = wanted();

const whole = tinyBenchmark.problems.map(({ id, answer }, position) =>
  logged({ place: `line ${position + 1}`, id, position, target: answer })
);

Deno.test("matched() finds the same problems by id, place and expected answer, in any order of the log", () => {
  fc.assert(fc.property(
    fc.shuffledSubarray(whole),
    fc.constantFrom(...MATCHES),
    (problems, match) => {
      deepEqual(
        matched(logOf(problems), "a", benchmark, tinyBenchmark, match),
        whole.map((each) => problems.includes(each) ? [each] : []),
      );
    },
  ));
});

Deno.test("matched() refuses, all at once, what is no problem of the benchmark or expects another answer", () => {
  const log = logOf([
    logged({ place: "line 1", id: "p-9" }),
    logged({ place: "line 2", id: null }),
    logged({ place: "line 3", target: "42" }),
    logged({ place: "line 4", target: null }),
    logged({ place: "line 5", target: "forty" }),
  ]);
  throws(
    () => matched(log, "a.jsonl", benchmark, tinyBenchmark, "id"),
    {
      message: `Cannot import a.jsonl: 5 problems
  - a.jsonl: line 1: sums has no problem "p-9"; match by order or answer?
  - a.jsonl: line 2: sums has no problem null; match by order or answer?
  - a.jsonl: line 3: it expects 42, p-1 of sums has 7: another problem, or its choices in another order
  - a.jsonl: line 4: it has no single expected answer, so nothing shows which problem it is
  - a.jsonl: line 5: the grammar of sums does not read its expected answer "forty"`,
    },
  );
  const by = (match: "order" | "answer", changed: object) => () =>
    matched(logOf([logged(changed)]), "a", benchmark, tinyBenchmark, match);
  throws(by("order", { position: 3 }), /its place is 3, sums has 3 problems/);
  throws(by("order", { position: null }), /its place is not told/);
  throws(by("answer", { target: "8" }), /no problem with the answer 8/);
});

Deno.test("matched() does not match by answer where two problems have the same one", () => {
  const twins = {
    ...tinyBenchmark,
    problems: [...tinyBenchmark.problems, { id: "p-4", answer: "042" }],
  };
  throws(
    () => matched(logOf(whole), "a", benchmark, twins, "answer"),
    {
      message:
        "Cannot match by answer: 42 is the answer of several problems of sums",
    },
  );
});
