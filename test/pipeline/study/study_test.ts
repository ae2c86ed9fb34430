import { deepEqual, equal, match, throws } from "node:assert/strict";
import { DataProblems } from "../../../pipeline/study/data_problems.ts";
import { plannedRuns, runFile } from "../../../pipeline/study/run.ts";
import { plannedScenarios } from "../../../pipeline/study/scenario.ts";
import { floorOf, readStudy } from "../../../pipeline/study/study.ts";
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
    [{ kind: "guessed" }, /measured, simulated or imported, given "guessed"/],
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

Deno.test("readStudy() refuses published speeds and lenders of timings that cannot be", () => {
  const speed = {
    model: "one",
    bits: 16,
    budget: 8,
    concurrency: 1,
    latencySeconds: 2,
    gpu: "abacus",
    source: "a book",
  };
  const published = (changed: Record<string, unknown>) =>
    refusal({ publishedSpeeds: [{ ...speed, ...changed }] });
  deepEqual(published({}), []);
  deepEqual(published({ bits: null }), []);
  deepEqual(
    published({ model: "ghost", bits: 4, budget: 9 }),
    [
      "publishedSpeeds: no model is called ghost",
      "publishedSpeeds: the study has no 4-bit weights",
      "publishedSpeeds: the study has no budget of 9 tokens",
    ],
  );
  for (
    const changed of [{ latencySeconds: undefined }, { requestsPerSecond: 1 }]
  ) {
    match(
      published(changed)[0]!,
      /^publishedSpeeds\.0: give either latencySeconds or requestsPerSecond/,
    );
  }
  match(published({ latencySeconds: 0 })[0]!, /give a number above 0/);
  match(
    refusal({ alsoTimedBy: ["a", "a"] })[0]!,
    /^alsoTimedBy: data sets must not repeat/,
  );
  match(refusal({ alsoTimedBy: ["../a"] })[0]!, /^alsoTimedBy\.0: give a name/);
  match(refusal({ alsoTimedBy: [] })[0]!, /give at least one data set/);
  deepEqual(refusal({ timingFrom: "clock", alsoTimedBy: ["clock"] }), [
    "alsoTimedBy: clock lends its timings by timingFrom already",
  ]);
});

Deno.test("readStudy() refuses a claimed scenario the study does not plan", () => {
  const [sums] = tinyJson().benchmarks;
  const point = {
    benchmark: "sums",
    model: "one",
    bits: 16,
    budget: 8,
  };
  const told = (changed: object) =>
    refusal({
      kvStrategies: [
        { kind: "full" },
        { kind: "streaming", retained: 4, interval: 2 },
      ],
      benchmarks: [
        sums,
        { ...sums, name: "products", kvStrategies: ["full"], groups: [1] },
      ],
      claims: {
        namedPairs: [{ better: { ...point, ...changed }, worse: point }],
      },
    });
  deepEqual(told({}), []);
  deepEqual(told({ group: 3 }), []);
  deepEqual(told({ kv: "streaming-4", budget: 16 }), []);
  const no = (what: string) => [`claims.namedPairs: ${what}`];
  deepEqual(told({ bits: 4 }), no("the study has no 4-bit weights"));
  deepEqual(told({ budget: 12 }), no("sums has no budget of 12 tokens"));
  deepEqual(told({ group: 2 }), no("sums has no groups of 2 with full"));
  deepEqual(told({ kv: "rkv-4" }), no("no KV strategy is called rkv-4"));
  deepEqual(
    told({ kv: "streaming-4", group: 3 }),
    no("sums has no groups of 3 with streaming-4"),
  );
  deepEqual(
    told({ benchmark: "products", kv: "streaming-4" }),
    no("products is not run with streaming-4"),
  );
  deepEqual(
    told({ benchmark: "products", group: 3 }),
    no("products has no groups of 3 with full"),
  );
  deepEqual(told({ benchmark: "x" }), no("no benchmark is called x"));
});

Deno.test("readStudy() takes no name every object knows for one of the study's", () => {
  const [sums] = tinyJson().benchmarks;
  const benchmarks = [{ ...sums, name: "constructor" }];
  deepEqual(refusal({ benchmarks, budgets: {} }), [
    "budgets: none for constructor",
  ]);
  const study = tinyStudy({ benchmarks, claims: { frontierFloor: {} } });
  equal(floorOf(study, "constructor"), 0);
});

Deno.test("readStudy() holds a benchmark's groups to what the study's are held to", () => {
  const [sums] = tinyJson().benchmarks;
  const told = (groups: number[]) =>
    refusal({ benchmarks: [{ ...sums, groups }] });
  deepEqual(told([1, 4]), []);
  deepEqual(told([3, 1]), [
    "benchmarks.0.groups: group sizes must rise without repetition, given [3,1]",
    "benchmarks.0.groups: group sizes start with 1, given [3,1]",
  ]);
  deepEqual(told([2, 4]), [
    "benchmarks.0.groups: group sizes start with 1, given [2,4]",
  ]);
  deepEqual(told([]), ["benchmarks.0.groups: give a group size, given []"]);
});

Deno.test("readStudy() refuses sizes whose bytes no number holds", () => {
  const [one] = tinyJson().models;
  match(
    refusal({ models: [{ ...one, vocabulary: 2 ** 46 }] }).join("\n"),
    /^models\.one: 16-bit weights and the full cache of 3 x 16 tokens take 3\.60e\+16 bytes, we count below 2\^53$/,
  );
  match(
    refusal({ models: [{ ...one, layers: 2 ** 52 }] }).join("\n"),
    /^models\.one: /,
  );
  // 3 x 2^31 - 1 tokens of one layer, 2^10 heads and 2^10 values: 2^33 * 2^20 * 4.
  match(
    refusal({
      models: [{ ...one, heads: 1024, kvHeads: 1024, headDim: 1024 }],
      budgets: [2 ** 31 - 1],
    }).join("\n"),
    /^models\.one: .* full cache of 3 x 2147483647 tokens/,
  );
  deepEqual(refusal({ budgets: [2 ** 31] }), [
    "budgets.0: a budget has 31 bits, given 2147483648",
  ]);
});

Deno.test("readStudy() wants rarely below mostly, and both to be shares", () => {
  const kappa = (low: number, high: number) =>
    refusal({ claims: { kappa: { low, high } } });
  deepEqual(kappa(0.5, 0.8), []);
  deepEqual(kappa(0.5, 1), []);
  deepEqual(kappa(0.8, 0.8), [
    'claims.kappa: low must be below high, given {"low":0.8,"high":0.8}',
  ]);
  deepEqual(kappa(0.5, 1.2), [
    "claims.kappa.high: give a share between 0 and 1, given 1.2",
  ]);
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
  for (const file of ["manifest.json", "study.json"]) {
    deepEqual(refusal({ benchmarks: [{ ...benchmark, file }] }), [
      `benchmarks.0.file: that name is taken, given "${file}"`,
    ]);
  }
  match(
    refusal({ benchmarks: [{ ...benchmark, grammar: "^(" }] }).join(),
    /one group/,
  );
  match(
    refusal({ benchmarks: [{ ...benchmark, grammar: "(1)" }] }).join(),
    /starts with \^/,
  );
});
