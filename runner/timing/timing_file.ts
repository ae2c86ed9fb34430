/** Timing journals as one timing file. */
import { timingBytes } from "../../pipeline/store/speed_files.ts";
import { kvName } from "../../pipeline/study/kv_strategy.ts";
import { plannedRuns } from "../../pipeline/study/run.ts";
import type { Study } from "../../pipeline/study/study.ts";
import type { Timing } from "../../pipeline/study/timing.ts";
import { distinct } from "../distinct.ts";
import { mergedFlags } from "../merged_flags.ts";
import { fitSteps, fittedLatency, type StepFit } from "./fit.ts";
import type { Attempt, Timed } from "./record.ts";
import { batchBound, deadly } from "./search.ts";
import { readTimingJournal, type TimingSettings } from "./timing_journal.ts";

/** Weights that were timed. */
interface TimedWeights {
  readonly settings: TimingSettings;
  readonly timed: Timed;
}

/**
 * The bytes and rows of `timing.arrow`, or null where nothing was timed. Its
 * metadata tell engine, machine and settings of all weights, and every fit.
 */
export async function madeTimings(
  folder: string,
  study: Study,
): Promise<{ bytes: Uint8Array; rows: number } | null> {
  const all: TimedWeights[] = [];
  for (const { model, bits, kv } of plannedRuns(study)) {
    const of = { model: model.name, weightBits: bits, kv };
    if (all.some(({ settings: s }) => sameWeights(s, of))) continue;
    const found = await readTimingJournal(folder, of);
    if (found) all.push(found);
  }
  const fits: Record<string, StepFit> = {};
  const rows = all.flatMap((its) => {
    const { rows, fit } = rowsOf(its);
    if (fit) fits[nameOf(its.settings)] = fit;
    return rows;
  });
  if (rows.length === 0) return null;
  const origin = {
    kind: "measured",
    lengths:
      "each generation decodes exactly as many tokens as its budget, in one request; prefix cache off; the seconds of a batch are means over its repetitions",
    weights: all.map(({ settings: { dataSet: _, ...settings }, timed }) => ({
      ...settings,
      flags: mergedFlags(timed.sessions),
    })),
    machines: distinct(all.map(({ settings }) => settings.machine)),
    ...(Object.keys(fits).length > 0
      ? {
        fit:
          "seconds a token = base + perGeneration * batch + perContext * batch * (prompt + budget / 2), least squares of the relative error; residual: largest relative error",
        fits,
      }
      : {}),
  };
  return { bytes: timingBytes(rows, origin), rows: rows.length };
}

type Of = Pick<TimingSettings, "model" | "weightBits" | "kv">;

const nameOf = ({ model, weightBits, kv }: Of) =>
  `${model}-w${weightBits}-${kvName(kv)}`;

const sameWeights = (a: Of, b: Of) => nameOf(a) === nameOf(b);

/** The rows of some weights: every attempt, deaths for want of memory, and what was to be fitted; by budget and batch. */
export function rowsOf(
  { settings, timed }: TimedWeights,
): { rows: Timing[]; fit: StepFit | null } {
  const of = {
    model: settings.model,
    weightBits: settings.weightBits,
    kv: kvName(settings.kv),
  };
  const latest = new Map(
    timed.attempts.filter(({ waited }) => !waited).map((each) => [
      `${each.budget} ${each.concurrency}`,
      each,
    ]),
  );
  const measured = [...latest.values()].map((each): Timing => ({
    ...of,
    budget: each.budget,
    concurrency: each.concurrency,
    kvTokens: each.kvTokens,
    latencySeconds: each.latencySeconds,
    requestsPerSecond: each.requestsPerSecond,
    outputTokensPerSecond: each.outputTokensPerSecond,
    preemptions: each.preemptions,
    outOfMemory: false,
    method: "measured",
  }));
  const budgets = new Set(timed.deaths.map(({ budget }) => budget));
  const without = [...budgets].flatMap((budget) =>
    deadly(timed, budget).map((concurrency): Timing => ({
      ...of,
      budget,
      concurrency,
      kvTokens: timed.deaths.find((each) =>
        each.budget === budget && each.concurrency === concurrency
      )!.kvTokens,
      latencySeconds: 0,
      requestsPerSecond: 0,
      outputTokensPerSecond: 0,
      preemptions: 0,
      outOfMemory: true,
      method: "measured",
    }))
  );
  const timedBudgets = new Set(measured.map(({ budget }) => budget));
  const wanted = [...timed.fitted].filter((each) => !timedBudgets.has(each));
  const fit = wanted.length > 0 ? fitSteps(undisturbedOf(timed)) : null;
  const fitted = fit
    ? wanted.flatMap((budget) => fittedRows(fit, budget, timed, of))
    : [];
  return {
    fit,
    rows: [...measured, ...without, ...fitted].sort((a, b) =>
      a.budget - b.budget || a.concurrency - b.concurrency
    ),
  };
}

const undisturbedOf = ({ attempts }: Timed): Attempt[] =>
  attempts.filter(({ waited, preemptions }) => !waited && preemptions === 0);

/** Batch 1 and the largest batch the cache holds, but none larger than was timed. */
function fittedRows(
  fit: StepFit,
  budget: number,
  timed: Timed,
  of: Pick<Timing, "model" | "weightBits" | "kv">,
): Timing[] {
  const known = undisturbedOf(timed);
  const { kvTokens } = known.at(-1)!;
  const flags = timed.sessions.at(-1)?.flags ?? {};
  const promptTokens = Math.max(...known.map((each) => each.promptTokens));
  const most = Math.max(...known.map(({ concurrency }) => concurrency));
  const bound = batchBound(
    kvTokens,
    Number(flags.block_size) || 1,
    Math.ceil(promptTokens) + budget,
  );
  return distinct([1, Math.min(most, bound)]).map((concurrency) => {
    const latencySeconds = fittedLatency(fit, {
      budget,
      concurrency,
      promptTokens,
    });
    return {
      ...of,
      budget,
      concurrency,
      kvTokens,
      latencySeconds,
      requestsPerSecond: concurrency / latencySeconds,
      outputTokensPerSecond: concurrency * budget / latencySeconds,
      preemptions: 0,
      outOfMemory: false,
      method: "fitted",
    };
  });
}
