/** The bill of a study: what its runs ask of a server, and what is paid already. */
import { readBenchmarkFile } from "../pipeline/store/data_set.ts";
import { readManifest } from "../pipeline/store/manifest.ts";
import {
  plannedRuns,
  type Run,
  runFile,
  runName,
} from "../pipeline/study/run.ts";
import { budgetsOf, samplesOf, type Study } from "../pipeline/study/study.ts";
import { readRunJournal } from "./run_journal.ts";
import { unservable } from "./served.ts";

/** What one run asks for, and how much of it is done. */
export interface Bill {
  readonly run: string;
  readonly problems: number;
  readonly samples: number;
  /** Rows of the result file: problems x samples x budgets. */
  readonly generations: number;
  /** Thinking tokens decoded, one trajectory serving all budgets. */
  readonly thinkingTokens: number;
  /** Most answer tokens decoded. */
  readonly answerTokens: number;
  readonly doneGenerations: number;
  readonly doneThinkingTokens: number;
  /** Where it stands: no journal, a journal, one that owes nothing; the result file in the manifest. */
  readonly state: "not begun" | "begun" | "complete" | "sealed";
  /** Why no server of ours can generate it, or null. */
  readonly hindrance: string | null;
}

/** The bill of every planned run, in the study's order. */
export async function bills(folder: string, study: Study): Promise<Bill[]> {
  const manifest = await readManifest(folder);
  const sealed = new Set(manifest?.files.map(({ path }) => path));
  const list: Bill[] = [];
  for (const run of plannedRuns(study)) {
    list.push(await bill(folder, study, run, sealed.has(runFile(run))));
  }
  return list;
}

async function bill(
  folder: string,
  study: Study,
  run: Run,
  isSealed: boolean,
): Promise<Bill> {
  const { problems } = await readBenchmarkFile(folder, run.benchmark);
  const budgets = budgetsOf(study, run.benchmark.name);
  const samples = samplesOf(study, run.kv);
  const trajectories = problems.length * samples;
  const generations = trajectories * budgets.length;
  const thinkingTokens = trajectories * (budgets.at(-1) ?? 0);
  const begun = await readRunJournal(folder, study, run);
  let doneGenerations = isSealed ? generations : 0;
  let doneThinkingTokens = isSealed ? thinkingTokens : 0;
  if (begun) {
    const all = [...begun.progress.trajectories.values()];
    doneGenerations = all.reduce((sum, { answers }) => sum + answers.size, 0);
    doneThinkingTokens = all.reduce((sum, t) => sum + t.thinking.spent, 0);
  }
  const complete = doneGenerations === generations;
  return {
    run: runName(run),
    problems: problems.length,
    samples,
    generations,
    thinkingTokens,
    answerTokens: generations * study.forcing.answerTokens,
    doneGenerations,
    doneThinkingTokens,
    state: complete
      ? isSealed ? "sealed" : "complete"
      : begun
      ? "begun"
      : "not begun",
    hindrance: unservable(run),
  };
}
