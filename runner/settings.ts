/** What must not change while a run's journal grows; its header holds it. */
import { createHash } from "node:crypto";
import * as v from "valibot";
import type { JournalHeader } from "../pipeline/store/journal.ts";
import type { BenchmarkFile } from "../pipeline/study/benchmark.ts";
import {
  GENERATED_METADATA,
  plannedMetadata,
  type Run,
  runName,
} from "../pipeline/study/run.ts";
import { budgetsOf, type GeneratedStudy } from "../pipeline/study/study.ts";
import type { ForcingRules } from "./forcing.ts";

const COUNT = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const IDS = v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

/** Token ids of the texts of the study's forcing. */
const TOKENS = v.strictObject({
  stop: IDS,
  wait: IDS,
  closeThink: IDS,
  finalPrompt: IDS,
});

const { flags: _flags, machines: _machines, ...FIXED } =
  GENERATED_METADATA.entries;

const SETTINGS = v.strictObject({
  ...FIXED,
  budgets: v.array(COUNT),
  /** Problem ids in the order of the benchmark file. */
  problems: v.array(v.string()),
  tokens: TOKENS,
});

/** Token ids of the texts of the study's forcing. */
export type ForcingTokens = v.InferOutput<typeof TOKENS>;

/** What must not change while a run's journal grows. */
export type RunSettings = v.InferOutput<typeof SETTINGS>;

/** What of it the server and the weights say. */
type ServedPart = Pick<
  RunSettings,
  | "engine"
  | "engineVersion"
  | "weights"
  | "tokens"
  | "promptHash"
  | "templateHash"
>;

/** What of it the study says. */
export function studyPart(
  dataSet: string,
  study: GeneratedStudy,
  run: Run,
  file: BenchmarkFile,
): Omit<RunSettings, keyof ServedPart> {
  return {
    ...plannedMetadata(dataSet, study, run),
    budgets: [...budgetsOf(study, run.benchmark.name)],
    problems: file.problems.map(({ id }) => id),
  };
}

/** The header of a run's journal. */
export function headerOf(
  run: Run,
  settings: RunSettings,
): JournalHeader {
  // Parsed, so that keys stand in one order whatever made the object.
  const parsed = v.parse(SETTINGS, settings);
  return {
    kind: "header",
    schema: 1,
    run: runName(run),
    digest: createHash("sha256").update(JSON.stringify(parsed)).digest("hex"),
    settings: parsed,
  };
}

/** The settings a header holds; TypeError naming the journal when it is none. */
export function readSettings(
  { settings }: JournalHeader,
  journal: string,
): RunSettings {
  const { success, output, issues } = v.safeParse(SETTINGS, settings);
  if (!success) {
    throw new TypeError(
      `Cannot read ${journal}: its header: ${v.summarize(issues)}`,
    );
  }
  return output;
}

/** The rules that settings force trajectories by. */
export function rulesOf(
  { budgets, forcing, tokens }: RunSettings,
): ForcingRules {
  return {
    budgets,
    ...tokens,
    waitCounts: forcing.waitCounts,
    answerTokens: forcing.answerTokens,
  };
}
