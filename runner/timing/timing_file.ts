/** Timing journals as one timing file. */
import { join } from "node:path";
import {
  readTimingFile,
  TIMING_FILE,
} from "../../pipeline/store/speed_files.ts";
import { timingBytes } from "../../pipeline/store/speed_writer.ts";
import { kvName } from "../../pipeline/study/kv_strategy.ts";
import type { StepFit } from "../../pipeline/study/step_fit.ts";
import type { Timing } from "../../pipeline/study/timing.ts";
import { distinct } from "../distinct.ts";
import { mergedFlags } from "../merged_flags.ts";
import { fitSteps, fittedLatency } from "./fit.ts";
import type { Attempt, Timed } from "./record.ts";
import { batchBound, deadly } from "./search.ts";
import { sealedTimings } from "./sealed_timings.ts";
import type { TimedWeights, TimingJournals } from "./timing_journal.ts";

/**
 * The bytes and rows of `timing.arrow`, or null where nothing has a journal. Its
 * metadata tell engine, machine and settings of all weights, and every fit.
 * Weights without a journal stay as they were `sealed`, in a file whose bytes
 * that gives: TypeError when it has changed, as when there is no file any more
 * they go.
 */
export async function madeTimings(
  folder: string,
  { planned, found }: TimingJournals,
  sealed: () => Uint8Array,
): Promise<{ bytes: Uint8Array; rows: number } | null> {
  if (found.size === 0) return null;
  const file = join(folder, TIMING_FILE);
  const before = await readTimingFile(folder);
  const others = [...planned].filter(([name, { model, weightBits, kv }]) =>
    !found.has(name) &&
    before?.some((each) =>
      each.model === model && each.weightBits === weightBits &&
      each.kv === kvName(kv)
    )
  );
  const earlier = others.length > 0 ? sealedTimings(sealed(), file) : null;
  const all = [...planned].flatMap(([name, of]) => {
    const its = found.get(name);
    if (!its) {
      const kept = earlier?.({ ...of, kv: kvName(of.kv) });
      return kept ? [{ name, ...kept }] : [];
    }
    const { dataSet: _, ...settings } = its.settings;
    const weights = { ...settings, flags: mergedFlags(its.timed.sessions) };
    return [{ name, weights, ...rowsOf(its) }];
  });
  const rows = all.flatMap((each) => each.rows);
  if (rows.length === 0) return null;
  const fits = Object.fromEntries(
    all.flatMap(({ name, fit }) => fit ? [[name, fit]] : []),
  );
  const unfitted = all.filter((each) => "unfitted" in each && each.unfitted)
    .map(({ name }) => name);
  const origin = {
    kind: "measured",
    lengths:
      "each generation decodes exactly as many tokens as its budget, in one request; prefix cache off; the seconds of a batch are means over its repetitions",
    weights: all.map(({ weights }) => weights),
    machines: distinct(all.map(({ weights }) => weights.machine)),
    ...(Object.keys(fits).length > 0
      ? {
        fit:
          "seconds of a batch = perRequest * batch + budget * (base + perGeneration * batch + perContext * batch * (prompt + budget / 2)), least squares of the relative error with no cost below 0; residual: largest relative error",
        fits,
      }
      : {}),
    // Timing was stopped too early: it takes two budgets with two batches each.
    ...(unfitted.length > 0 ? { unfitted } : {}),
  };
  return { bytes: timingBytes(rows, origin), rows: rows.length };
}

/** The rows of some weights: every attempt, deaths for want of memory, and what was to be fitted, unless it cannot be yet; by budget and batch. */
export function rowsOf(
  { settings, timed }: TimedWeights,
): { rows: Timing[]; fit: StepFit | null; unfitted: boolean } {
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
    unfitted: wanted.length > 0 && fit === null,
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
