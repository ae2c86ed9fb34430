import { deepEqual, equal, notEqual, throws } from "node:assert/strict";
import { plannedRuns } from "../../pipeline/study/run.ts";
import {
  headerOf,
  readSettings,
  rulesOf,
  type RunSettings,
  studyPart,
} from "../../runner/settings.ts";
import { tinyBenchmark, tinyStudy } from "../fixtures/tiny.ts";

const study = tinyStudy();
const run = plannedRuns(study)[0]!;
const settings: RunSettings = {
  ...studyPart("tiny", study, run, tinyBenchmark),
  promptHash: "0",
  engine: "vllm",
  engineVersion: "0.32.0",
  weights: { source: "one", digest: null },
  tokens: { stop: [2], wait: [5], closeThink: [2], finalPrompt: [6] },
};

Deno.test("studyPart() worked for the first run of the tiny study", () => {
  deepEqual(studyPart("tiny", study, run, tinyBenchmark), {
    dataSet: "tiny",
    kind: "measured",
    benchmark: "sums",
    model: "one",
    weightBits: 16,
    kv: { kind: "full" },
    samples: 4,
    sampling: study.sampling,
    forcing: study.forcing,
    budgets: [8, 16],
    problems: ["p-1", "p-2", "p-3"],
  });
});

Deno.test("headerOf() reads back, and does not hang on the order of keys", () => {
  const header = headerOf(run, settings);
  equal(header.run, "sums/one-w16-full");
  deepEqual(readSettings(header, "journal"), settings);
  const turned = Object.fromEntries(
    Object.entries(settings).reverse(),
  ) as unknown as RunSettings;
  deepEqual(headerOf(run, turned), header);
  equal(JSON.stringify(headerOf(run, turned)), JSON.stringify(header));
});

Deno.test("headerOf() has another digest for another setting", () => {
  const { digest } = headerOf(run, settings);
  const others: Partial<RunSettings>[] = [
    { engineVersion: "0.33.0" },
    { promptHash: "1" },
    { budgets: [8] },
    { sampling: { ...study.sampling, seed: 8 } },
    { tokens: { ...settings.tokens, wait: [7] } },
    { weights: { source: "one", digest: "f" } },
  ];
  for (const other of others) {
    notEqual(headerOf(run, { ...settings, ...other }).digest, digest);
  }
});

Deno.test("readSettings() refuses a foreign header, naming the journal and the key", () => {
  const header = headerOf(run, settings);
  const { engine: _, ...without } = header.settings;
  throws(
    () => readSettings({ ...header, settings: without }, "here"),
    { name: "TypeError", message: /Cannot read here: its header: .*engine/s },
  );
  throws(
    () =>
      readSettings({
        ...header,
        settings: { ...header.settings, more: 1 },
      }, "here"),
    /more/,
  );
});

Deno.test("rulesOf() gives the rules trajectories are forced by", () => {
  deepEqual(rulesOf(settings), {
    budgets: [8, 16],
    ...settings.tokens,
    waitCounts: true,
    answerTokens: 8,
  });
});
