/** The bill of a study: what its runs ask of a server, and what is paid already. */
import { readBenchmarkFile } from "../pipeline/store/data_set.ts";
import { readManifest } from "../pipeline/store/manifest.ts";
import {
  plannedRuns,
  type Run,
  runFile,
  runName,
} from "../pipeline/study/run.ts";
import {
  budgetsOf,
  type GeneratedStudy,
  samplesOf,
} from "../pipeline/study/study.ts";
import { readRunJournal } from "./run_journal.ts";
import { NOT_BEGUN, trajectoryKey } from "./progress.ts";
import { inShard, type Shard } from "./shard.ts";
import { servedName, unservable } from "./served.ts";

/** Bytes of a record beside its token ids, and of a row of the result file, about. */
const RECORD_BYTES = 140;

const digits = (value: number) => String(value).length;

/** What one run asks for, and how much of it is done. */
export interface Bill {
  readonly run: string;
  /** The name its weights are served under. */
  readonly served: string;
  readonly problems: number;
  readonly samples: number;
  /** Rows of the result file: problems x samples x budgets. */
  readonly generations: number;
  /** Thinking tokens decoded, one trajectory serving all budgets. */
  readonly thinkingTokens: number;
  /** Most answer tokens decoded. */
  readonly answerTokens: number;
  /** Bytes on disk, about: the journal with a decimal number for each token, the result file beside it. */
  readonly diskBytes: number;
  readonly doneGenerations: number;
  readonly doneThinkingTokens: number;
  /** Where it stands: no journal, a journal, one that owes nothing; the result file in the manifest. */
  readonly state: "not begun" | "begun" | "complete" | "sealed";
  /** Why no server of ours can generate it, or null. */
  readonly hindrance: string | null;
}

/** What of a study is looked at: some runs, and the first samples of each problem. */
export interface Part {
  readonly wanted: (run: Run) => boolean;
  /** Null: all. */
  readonly samples: number | null;
  /** Null: all. */
  readonly shard: Shard | null;
}

const ALL: Part = { wanted: () => true, samples: null, shard: null };

/** The bill of every planned run of a part, in the study's order. */
export async function bills(
  folder: string,
  study: GeneratedStudy,
  { wanted, ...part }: Part = ALL,
): Promise<Bill[]> {
  const manifest = await readManifest(folder);
  const sealed = new Set(manifest?.files.map(({ path }) => path));
  const list: Bill[] = [];
  for (const run of plannedRuns(study).filter(wanted)) {
    const isSealed = sealed.has(runFile(run));
    list.push(await bill(folder, study, run, isSealed, part));
  }
  return list;
}

async function bill(
  folder: string,
  study: GeneratedStudy,
  run: Run,
  isSealed: boolean,
  { samples: most, shard }: Omit<Part, "wanted">,
): Promise<Bill> {
  const { problems } = await readBenchmarkFile(folder, run.benchmark);
  const budgets = budgetsOf(study, run.benchmark.name);
  const samples = Math.min(samplesOf(study, run.kv), most ?? Infinity);
  const keys = problems.flatMap(({ id }) =>
    Array.from({ length: samples }, (_, sample) => ({ id, sample }))
  ).filter(({ id, sample }) => inShard(shard, runName(run), id, sample))
    .map(({ id, sample }) => trajectoryKey(id, sample));
  const trajectories = keys.length;
  const generations = trajectories * budgets.length;
  const thinkingTokens = trajectories * (budgets.at(-1) ?? 0);
  const answerTokens = generations * study.forcing.answerTokens;
  const begun = await readRunJournal(folder, study, run);
  let doneGenerations = isSealed ? generations : 0;
  let doneThinkingTokens = isSealed ? thinkingTokens : 0;
  if (begun) {
    const all = keys.map((key) =>
      begun.progress.trajectories.get(key) ?? NOT_BEGUN
    );
    doneGenerations = all.reduce((sum, { answers }) => sum + answers.size, 0);
    doneThinkingTokens = all.reduce((sum, t) => sum + t.thinking.spent, 0);
  }
  const complete = doneGenerations === generations;
  const idBytes = digits(run.model.vocabulary - 1) + 1;
  return {
    run: runName(run),
    served: servedName(run),
    problems: problems.length,
    samples,
    generations,
    thinkingTokens,
    answerTokens,
    diskBytes: (thinkingTokens + answerTokens) * idBytes +
      (trajectories + generations) * RECORD_BYTES,
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
