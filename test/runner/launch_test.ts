import { deepEqual, equal, ok } from "node:assert/strict";
import { plannedRuns, runName } from "../../pipeline/study/run.ts";
import {
  contextFor,
  doneSoFar,
  launchesOf,
  serverArguments,
} from "../../runner/launch.ts";
import type { Bill } from "../../runner/plan.ts";
import { tinyStudy } from "../fixtures/tiny.ts";

const study = tinyStudy({
  weightBits: [4, 16],
  kvStrategies: [{ kind: "full" }, {
    kind: "streaming",
    retained: 4,
    interval: 4,
  }],
});
const runs = plannedRuns(study);
const bill = (at: number, changed: Partial<Bill> = {}): Bill => ({
  run: runName(runs[at]!),
  served: "",
  problems: 1,
  samples: 1,
  generations: 4,
  thinkingTokens: 8,
  answerTokens: 8,
  diskBytes: 0,
  doneGenerations: 0,
  doneThinkingTokens: 0,
  state: "not begun",
  hindrance: runs[at]!.kv.kind === "full" ? null : "it needs the engine",
  ...changed,
});

Deno.test("launchesOf(): each weights once, where a run of theirs owes something that can be generated", () => {
  const all = launchesOf(runs, runs.map((_, at) => bill(at)));
  deepEqual(all.map(({ name, source }) => [name, source]), [
    ["one-w4", "one-w4"],
    ["one", "one"],
    ["two-w4", "two-w4"],
    ["two", "two"],
  ]);
  deepEqual(all[1]!.runs.map(runName), ["sums/one-w16-full"]);
  const states = ["sealed", "complete", "begun", "not begun"] as const;
  const some = launchesOf(
    runs,
    runs.map((_, at) => bill(at, { state: states[at % 4]! })),
  );
  deepEqual(some.map(({ name }) => name), ["two-w4", "two"]);
});

Deno.test("launchesOf() takes a study's own source of quantized weights", () => {
  const own = tinyStudy({ weightBits: [4] });
  const [model, ...others] = own.models;
  const its = plannedRuns({
    ...own,
    models: [
      { ...model!, quantizedSources: { "4": "Some/One-Int4" } },
      ...others,
    ],
  });
  deepEqual(
    launchesOf(its, its.map((_, at) => bill(at))).map(({ source }) => source),
    ["Some/One-Int4", "two-w4"],
  );
});

Deno.test("contextFor() worked: a prompt of 5 bytes, é being two, 16 of thinking, 64 of template, </think>, \\boxed{, 8 of answer", () => {
  equal(
    contextFor(study, [{ benchmark: "sums", texts: ["abc", "abcé"] }]),
    5 + 16 + 64 + 8 + 7 + 8,
  );
});

Deno.test("serverArguments() are those of vllm serve, the caller's flags last", () => {
  const args = serverArguments(
    { name: "one", source: "one", runs: [] },
    "data/x/one",
    512,
    ["--dtype", "half"],
  );
  equal(args[0], "data/x/one");
  equal(args[args.indexOf("--served-model-name") + 1], "one");
  equal(args[args.indexOf("--max-model-len") + 1], "512");
  ok(args.join(" ").includes("--generation-config vllm"));
  deepEqual(args.slice(-2), ["--dtype", "half"]);
});

Deno.test("doneSoFar() grows with every generation and every thought token", () => {
  equal(doneSoFar([]), 0);
  equal(
    doneSoFar([
      bill(0, { doneGenerations: 2 }),
      bill(1, { doneThinkingTokens: 5 }),
    ]),
    7,
  );
});
