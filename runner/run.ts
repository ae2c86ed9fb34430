/** Generates what a run owes: all its trajectories, many at once, each segment journaled. */
import { openJournal } from "../pipeline/store/journal.ts";
import { dataSetName, readBenchmarkFile } from "../pipeline/store/data_set.ts";
import { type Run, type RunMetadata, runName } from "../pipeline/study/run.ts";
import type { Study } from "../pipeline/study/study.ts";
import { contextProblem } from "./capabilities.ts";
import { withIds } from "./completion.ts";
import { headerOf, rulesOf, type RunSettings, studyPart } from "./settings.ts";
import { contextNeeded, type ForcingRules, UNTHOUGHT } from "./forcing.ts";
import { inFlight } from "./in_flight.ts";
import type { Probed } from "./probe.ts";
import {
  addRecord,
  isComplete,
  noProgress,
  NOT_BEGUN,
  type Progress,
  type Trajectory,
  trajectoryKey,
} from "./progress.ts";
import { promptHash, tokenizePrompts } from "./prompts.ts";
import { journalFile } from "./run_journal.ts";
import { trajectorySeed } from "../pipeline/study/trajectory_seed.ts";
import type { JournalRecord, Session } from "./segment.ts";
import type { Server } from "./server.ts";
import { forceTrajectory } from "./forced_trajectory.ts";
import { generateTrajectory, type Sample } from "./trajectory.ts";

/** A run to be generated, and with what. */
export interface RunOrder {
  /** The data set's folder. */
  readonly folder: string;
  readonly study: Study;
  readonly run: Run;
  readonly probed: Probed;
  /** The server that was probed. */
  readonly server: Server;
  /** Which program it is: vLLM is asked again and again, the engine once for each trajectory. */
  readonly engine: "vllm" | "kvengine";
  readonly weights: RunMetadata["weights"];
  readonly machine: Session["machine"];
  /** Requests in flight at most. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
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
 * Generates what a run owes. The first error stops it: what is in flight is
 * dropped, what was acknowledged stays, and the same call goes on from there.
 */
export async function generateRun(order: RunOrder): Promise<void> {
  const { folder, study, run, probed, server, weights, signal, told } = order;
  if (order.engine === "vllm" && run.kv.kind !== "full") {
    throw new RangeError(
      `Cannot generate ${
        runName(run)
      } by asking vLLM again: every reply would begin with an uncompressed cache, name an engine`,
    );
  }
  const file = await readBenchmarkFile(folder, run.benchmark);
  const prompts = await tokenizePrompts(
    file,
    (text) => server.tokenize(probed.model.id, text),
  );
  const settings: RunSettings = {
    ...studyPart(dataSetName(folder), study, run, file),
    promptHash: promptHash(prompts, probed.tokens),
    engine: order.engine,
    engineVersion: probed.version,
    weights,
    tokens: probed.tokens,
  };
  const rules = rulesOf(settings);
  const longest = Math.max(...prompts.map(({ length }) => length));
  const needed = contextNeeded(longest, UNTHOUGHT, rules);
  const small = contextProblem(probed.model, needed);
  if (small) throw new RangeError(`Cannot use server ${server.url}: ${small}`);
  const progress = noProgress();
  const journal = await openJournal(
    journalFile(folder, run),
    headerOf(run, settings),
    (record) => addRecord(progress, rules, record),
  );
  try {
    const name = runName(run);
    const { cut } = journal;
    told({ kind: "begun", run: name, cut });
    const owed = samplesOwed(settings, name, prompts, progress);
    if (owed.length > 0) {
      await journal.append(
        {
          kind: "session",
          flags: { ...probed.flags },
          machine: order.machine,
        } satisfies JournalRecord,
      );
    }
    await generateAll(owed, progress, rules, order, journal.append, signal);
    told({ kind: "finished", run: name });
  } finally {
    await journal.close();
  }
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

/** So many trajectories side by side as requests may be in flight. */
async function generateAll(
  owed: readonly Sample[],
  { trajectories }: Progress,
  rules: ForcingRules,
  { study, run, probed, server, engine, concurrency, told }: RunOrder,
  append: (record: JournalRecord) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const room = inFlight(concurrency);
  const queue = owed[Symbol.iterator]();
  const kept = (ids: readonly number[], answer: boolean) =>
    told({ kind: "kept", run: runName(run), tokens: ids.length, answer });
  const its = { model: probed.model, sampling: study.sampling, rules };
  const generateOne = (sample: Sample, begun: Trajectory) => {
    switch (engine) {
      case "vllm":
        return generateTrajectory(sample, begun, {
          ...its,
          complete: (ask) =>
            room(async () => {
              stop.throwIfAborted();
              return withIds(await server.complete(ask, stop), server.url);
            }),
          keep: async (segment) => {
            await append(segment);
            kept(segment.ids, segment.kind === "answer");
          },
        });
      case "kvengine":
        return forceTrajectory(sample, {
          ...its,
          kv: run.kv,
          force: (ask) =>
            room(() => {
              stop.throwIfAborted();
              return server.force(ask, stop);
            }),
          keep: async (trajectory) => {
            await append(trajectory);
            for (const { ids } of trajectory.segments) kept(ids, false);
            for (const { ids } of trajectory.answers) kept(ids, true);
          },
        });
    }
  };
  const worker = async () => {
    for (const sample of queue) {
      const key = trajectoryKey(sample.problem, sample.sample);
      await generateOne(sample, trajectories.get(key) ?? NOT_BEGUN);
      trajectories.delete(key);
    }
  };
  const workers = Array.from({ length: concurrency }, async () => {
    try {
      await worker();
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(workers);
  stop.throwIfAborted();
}
