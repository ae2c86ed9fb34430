/** Begins a run: opens its journal and lists what it owes, trajectory by trajectory. */
import { openJournal } from "../pipeline/store/journal.ts";
import { dataSetName, readBenchmarkFile } from "../pipeline/store/data_set.ts";
import { readMessages } from "../pipeline/store/private_messages.ts";
import {
  type GeneratedMetadata,
  type Run,
  runName,
} from "../pipeline/study/run.ts";
import type { GeneratedStudy } from "../pipeline/study/study.ts";
import { trajectorySeed } from "../pipeline/study/trajectory_seed.ts";
import { contextProblem } from "./capabilities.ts";
import { withinVocabulary } from "./completion.ts";
import type { Batch, Errand } from "./errands.ts";
import { contextNeeded, UNTHOUGHT } from "./forcing.ts";
import {
  addRecord,
  isComplete,
  noProgress,
  NOT_BEGUN,
  type Progress,
  trajectoryKey,
} from "./progress.ts";
import { promptHash, promptsOf } from "./prompts.ts";
import { completeElsewhere, journalFile } from "./run_journal.ts";
import { askedInTurn, type Seat } from "./seat.ts";
import type { JournalRecord, Session } from "./segment.ts";
import { headerOf, rulesOf, type RunSettings, studyPart } from "./settings.ts";
import { forceTrajectory } from "./forced_trajectory.ts";
import { inShard, type Shard } from "./shard.ts";
import { generateTrajectory, type Sample } from "./trajectory.ts";

/** A run to be generated, and with what. */
export interface RunOrder {
  /** The data set's folder. */
  readonly folder: string;
  readonly study: GeneratedStudy;
  readonly run: Run;
  /** Servers of its model. */
  readonly seats: readonly Seat[];
  /** Which program they are: vLLM is asked again and again, the engine once for each trajectory. */
  readonly engine: "vllm" | "kvengine";
  /** Settings of the servers to be kept beside those they tell. */
  readonly flags: Readonly<Record<string, string>>;
  readonly weights: GeneratedMetadata["weights"];
  readonly machine: Session["machine"];
  /** Samples of each problem that are generated now; null: all. */
  readonly samples: number | null;
  /** The part of its trajectories that is generated here; null: all. */
  readonly shard: Shard | null;
  readonly told: (news: News) => void;
}

/** What is told while runs are generated. */
export type News =
  | {
    readonly kind: "begun";
    readonly run: string;
    /** Bytes of an unfinished record that the last call left behind. */
    readonly cut: number;
  }
  | {
    readonly kind: "kept";
    readonly run: string;
    readonly tokens: number;
    readonly answer: boolean;
  }
  | { readonly kind: "finished"; readonly run: string };

/**
 * Begins a run: each of its errands generates one trajectory, whose segments
 * are kept one by one. RangeError when a server's context is too small for it.
 */
export async function beginRun(order: RunOrder): Promise<Batch<Seat>> {
  const { folder, study, run, seats, weights, machine, told } = order;
  const [{ probed }] = seats as [Seat];
  if (order.engine === "vllm" && run.kv.kind !== "full") {
    throw new RangeError(
      `Cannot generate ${
        runName(run)
      } by asking vLLM again: every reply would begin with an uncompressed cache, name an engine`,
    );
  }
  const file = await readBenchmarkFile(folder, run.benchmark);
  const messages = await readMessages(folder, run.benchmark);
  const { prompts, templateHash } = await askedInTurn(
    seats,
    ({ tokenizer }) => promptsOf(file, messages, tokenizer, study.forcing),
  );
  const settings: RunSettings = {
    ...studyPart(dataSetName(folder), study, run, file),
    promptHash: promptHash(prompts, probed.tokens),
    ...(templateHash === null ? {} : { templateHash }),
    engine: order.engine,
    engineVersion: probed.version,
    weights,
    tokens: probed.tokens,
  };
  const rules = rulesOf(settings);
  const longest = Math.max(...prompts.map(({ length }) => length));
  const needed = contextNeeded(longest, UNTHOUGHT, rules);
  for (const { url, probed: { model } } of seats) {
    const small = contextProblem(model, needed);
    if (small) throw new RangeError(`Cannot use server ${url}: ${small}`);
  }
  const { shard } = order;
  const elsewhere = await completeElsewhere(folder, run, shard, settings);
  const progress = noProgress();
  const journal = await openJournal(
    journalFile(folder, run, shard),
    headerOf(run, settings),
    (record) => addRecord(progress, rules, record),
  );
  try {
    const name = runName(run);
    told({ kind: "begun", run: name, cut: journal.cut });
    const owed = samplesOwed(
      {
        ...settings,
        samples: Math.min(settings.samples, order.samples ?? Infinity),
      },
      name,
      prompts,
      progress,
    ).filter(({ problem, sample }) =>
      inShard(shard, name, problem, sample) &&
      !elsewhere.has(trajectoryKey(problem, sample))
    );
    for (const flags of owed.length > 0 ? sessionFlags(order) : []) {
      await journal.append(
        { kind: "session", flags, machine } satisfies JournalRecord,
      );
    }
    return {
      errands: owed.map((sample) =>
        errandOf(sample, progress, settings, order, journal.append)
      ),
      finished: () => told({ kind: "finished", run: name }),
      close: journal.close,
    };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** The settings of the servers, those alike once. */
function sessionFlags({ seats, flags }: RunOrder): Session["flags"][] {
  const all = seats.map(({ probed }) => ({ ...probed.flags, ...flags }));
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

function samplesOwed(
  { problems, samples, sampling, ...settings }: RunSettings,
  run: string,
  prompts: readonly (readonly number[])[],
  { trajectories }: Progress,
): Sample[] {
  const rules = rulesOf({ problems, samples, sampling, ...settings });
  return problems.flatMap((problem, at) =>
    Array.from({ length: samples }, (_, sample) => ({
      problem,
      sample,
      prompt: prompts[at]!,
      seed: trajectorySeed(sampling.seed, run, problem, sample),
    }))
  ).filter(({ problem, sample }) =>
    !isComplete(
      trajectories.get(trajectoryKey(problem, sample)) ?? NOT_BEGUN,
      rules,
    )
  );
}

/** Generates one trajectory on the server it is given to, from where it stands by then. */
function errandOf(
  sample: Sample,
  { trajectories }: Progress,
  settings: RunSettings,
  { run, study, engine, told }: RunOrder,
  append: (record: JournalRecord) => Promise<void>,
): Errand<Seat> {
  const key = trajectoryKey(sample.problem, sample.sample);
  const name = runName(run);
  const errand = {
    seed: sample.seed,
    name: `${name}, problem ${sample.problem}, sample ${sample.sample}`,
  };
  const rules = rulesOf(settings);
  const kept = (ids: readonly number[], answer: boolean) =>
    told({ kind: "kept", run: name, tokens: ids.length, answer });
  if (engine === "kvengine") {
    return {
      ...errand,
      generate: (seat, ended) =>
        forceTrajectory(sample, {
          model: seat.probed.model,
          sampling: study.sampling,
          rules,
          kv: run.kv,
          force: (ask) => seat.force(ask, ended),
          keep: async (trajectory) => {
            await append(trajectory);
            for (const { ids } of trajectory.segments) kept(ids, false);
            for (const { ids } of trajectory.answers) kept(ids, true);
            trajectories.delete(key);
          },
        }),
    };
  }
  return {
    ...errand,
    generate: async (seat, ended) => {
      await generateTrajectory(sample, trajectories.get(key) ?? NOT_BEGUN, {
        model: seat.probed.model,
        sampling: study.sampling,
        rules,
        complete: async (ask) =>
          withinVocabulary(
            await seat.complete(ask, ended),
            run.model.vocabulary,
            seat.url,
          ),
        keep: async (segment, after) => {
          await append(segment);
          trajectories.set(key, after);
          kept(segment.ids, segment.kind === "answer");
        },
      });
      trajectories.delete(key);
    },
  };
}
