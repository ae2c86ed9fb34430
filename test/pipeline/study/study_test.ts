import { deepEqual, equal, match, throws } from "node:assert/strict";
import { DataProblems } from "../../../pipeline/study/data_problems.ts";
import { plannedRuns, runFile } from "../../../pipeline/study/run.ts";
import { plannedScenarios } from "../../../pipeline/study/scenario.ts";
import { readStudy } from "../../../pipeline/study/study.ts";
import { tinyJson, tinyStudy } from "../../fixtures/tiny.ts";

const paper = readStudy(
  JSON.parse(Deno.readTextFileSync("data/paper/study.json")),
);

/** What a study with some keys changed is refused for. */
function refusal(changed: Record<string, unknown>): string[] {
  try {
    readStudy(tinyJson(changed));
  } catch (error) {
    return (error as DataProblems).problems.map(({ problem }) => problem);
  }
  return [];
}

Deno.test("plannedRuns() of the paper: 36 full-cache and 162 compressed runs", () => {
  const runs = plannedRuns(paper);
  equal(runs.filter(({ kv }) => kv.kind === "full").length, 36);
  equal(runs.filter(({ kv }) => kv.kind !== "full").length, 162);
  equal(new Set(runs.map(runFile)).size, 198);
  equal(runFile(runs[0]!), "aime25/qwen3-0.6b-w4-full.arrow");
});

Deno.test("plannedScenarios() of the paper: 144 serial AIME, 144 GPQA, 864 voting, 1296 compressed", () => {
  const all = plannedScenarios(paper);
  const count = (keep: (s: typeof all[number]) => boolean) =>
    all.filter(keep).length;
  equal(
    count((s) =>
      s.benchmark.name === "aime25" && s.kv.kind === "full" && s.group === 1
    ),
    144,
  );
  equal(count((s) => s.benchmark.name === "gpqa-diamond"), 144);
  equal(count((s) => s.group > 1), 864);
  equal(count((s) => s.kv.kind !== "full"), 1296);
});

Deno.test("readStudy() takes the tiny study as it is", () => {
  equal(tinyStudy().title, "Tiny");
});

Deno.test("readStudy() tells all problems at once, each with its place and value", () => {
  deepEqual(refusal({ foo: 1, groups: [1, 3, 3], samples: { full: 4 } }), [
    "groups: group sizes must rise without repetition, given [1,3,3]",
    "samples.compressed is missing",
    "foo is not a key we know",
  ]);
});

Deno.test("readStudy() refuses impossible values", () => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ schema: 2 }, /schema: .*given 2/],
    [{ kind: "guessed" }, /measured or simulated, given "guessed"/],
    [{ models: [] }, /at least one/],
    [{ weightBits: [5] }, /2, 3, 4, 8 or 16 bits, given 5/],
    [{ budgets: [16, 8] }, /budgets must rise/],
    [{ budgets: { sums: [8], other: [8] } }, /no benchmark is called other/],
    [{ budgets: {} }, /none for sums/],
    [{ groups: [1, 8] }, /8 samples cannot vote, there are 4/],
    [{ groups: [2] }, /start with 1/],
    [
      { sampling: { temperature: -1, topP: 1, topK: 0, seed: 7 } },
      /temperature.*given -1/,
    ],
    [{ kvStrategies: [{ kind: "magic" }] }, /kvStrategies\.0\.kind/],
    [{ kvStrategies: [{ kind: "full" }, { kind: "full" }] }, /must not repeat/],
    [
      { claims: { scalePivot: { model: "ghost", bits: 16 } } },
      /no model is called ghost/,
    ],
    [{ claims: { scalePivot: { model: "one", bits: 4 } } }, /no 4-bit weights/],
    [{ claims: { smallModels: ["ghost"] } }, /no model is called ghost/],
    [
      { claims: { frontierFloor: { ghost: 0.1 } } },
      /no benchmark is called ghost/,
    ],
    [{ claims: { taste: 1 } }, /claims.taste is not a key we know/],
  ];
  for (const [changed, wanted] of cases) {
    match(refusal(changed).join("\n"), wanted);
  }
});

Deno.test("readStudy() refuses names that could leave the folder", () => {
  for (const name of ["../x", "a/b", "a..b", ".x", "X", "a b", ""]) {
    throws(
      () =>
        readStudy(tinyJson({ models: [{ ...tinyStudy().models[0], name }] })),
      DataProblems,
      name,
    );
  }
});

Deno.test("readStudy() refuses a benchmark file elsewhere and a grammar that is none", () => {
  const [benchmark] = tinyStudy().benchmarks;
  match(
    refusal({ benchmarks: [{ ...benchmark, file: "../x.json" }] }).join(),
    /beside the study/,
  );
  match(
    refusal({ benchmarks: [{ ...benchmark, grammar: "^(" }] }).join(),
    /one group/,
  );
  match(
    refusal({ benchmarks: [{ ...benchmark, grammar: "(1)" }] }).join(),
    /starts with \^/,
  );
});
