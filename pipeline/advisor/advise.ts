/** What to run in so much memory: the best of the scenarios that were measured, none between them. */
import type { Interval } from "../statistics/interval.ts";
import { pairedDifference } from "../statistics/paired.ts";
import { distinct } from "../statistics/pareto.ts";
import { INTERVAL_DRAWS, problemDraws } from "../statistics/resample.ts";
import { type Measurement, scenarioName } from "../study/measurement.ts";
import { peakKvBytes } from "../study/memory.ts";

/** Accuracies are compared as the frontiers compare them. */
const GRID = 1e12;

/** What is asked; bytes and seconds. */
export interface Question {
  readonly memory: number;
  /** Memory that holds neither weights nor cache: context, activations, fragments. */
  readonly overhead: number;
  /** Problems answered at once, each by the samples that vote on it. */
  readonly batch: number;
  /** Seconds one generation may take by itself; null: any. */
  readonly mostLatency: number | null;
  /** Samples that may vote; null: any. */
  readonly mostGroup: number | null;
  readonly kv: "any" | "full";
  /** Accuracy that does not count as a difference, 0-1. */
  readonly epsilon: number;
}

/** Bytes a scenario takes while it runs. */
export interface Use {
  readonly weights: number;
  /** The cache of one generation at its largest: before a compaction, with the residual of a quantized one. */
  readonly generation: number;
  /** Those of all generations at once. */
  readonly caches: number;
  readonly total: number;
}

/** A scenario that fits as well and cannot be told from the best. */
export interface Alike {
  readonly scenario: Measurement;
  /** How much less accurate it is, problem by problem. */
  readonly behind: Interval;
}

/** The answer to a question. */
export interface Advice {
  /** Memory left for weights and caches. */
  readonly room: number;
  /** How many scenarios keep to what was asked, memory aside. */
  readonly eligible: number;
  /** Those of them that fit. */
  readonly fitting: readonly Measurement[];
  /** Scenarios that would fit and were never timed, where seconds were asked for. */
  readonly untimed: number;
  /** The most accurate that fits, of those the smallest; null: none does. */
  readonly best: Measurement | null;
  /** The most accurate that takes less than the best. */
  readonly cheaper: Measurement | null;
  /** The smallest that is more accurate than the best, or where nothing fits, the smallest at all. */
  readonly better: Measurement | null;
}

/** Bytes of a scenario with so many problems at once. */
export function useOf(
  { model, bits: _, kv, budget, group, weightBytes }: Measurement,
  batch: number,
): Use {
  const generation = peakKvBytes(model, kv, budget);
  const caches = batch * group * generation;
  return {
    weights: weightBytes,
    generation,
    caches,
    total: weightBytes + caches,
  };
}

/** Advises on the measurements of one benchmark of one data set. */
export function advise(
  measurements: readonly Measurement[],
  question: Question,
): Advice {
  const { batch, mostLatency, mostGroup, kv } = question;
  const room = question.memory - question.overhead;
  const meant = measurements.filter((m) =>
    (kv === "any" || m.kv.kind === "full") &&
    m.group <= (mostGroup ?? Infinity)
  );
  const fits = (m: Measurement) => useOf(m, batch).total <= room;
  const eligible = meant.filter(({ latencySeconds }) =>
    mostLatency === null ||
    (latencySeconds !== null && latencySeconds <= mostLatency)
  );
  const members = distinct(eligible.map((scenario) => ({
    // Of equals the first name stands for all.
    id: scenarioName(scenario),
    cost: useOf(scenario, batch).total,
    value: Math.round(scenario.accuracy * GRID),
    scenario,
  })));
  const at = members.findLastIndex(({ cost }) => cost <= room);
  const best = members[at]?.scenario ?? null;
  return {
    room,
    eligible: eligible.length,
    fitting: eligible.filter(fits),
    untimed: mostLatency === null
      ? 0
      : meant.filter((m) => m.latencySeconds === null && fits(m)).length,
    best,
    cheaper: best ? members[at - 1]?.scenario ?? null : null,
    better: members[at + 1]?.scenario ?? null,
  };
}

/** The others that fit whose difference from the best may be no more than epsilon, by its 95 % interval; smallest first. */
export function alike(
  { best, fitting }: Pick<Advice, "best" | "fitting">,
  { epsilon, batch }: Question,
): Alike[] {
  if (!best) return [];
  const { draws, seed } = INTERVAL_DRAWS;
  const drawn = problemDraws(best.problems, draws, seed);
  return fitting
    .filter((other) => other !== best && other.problems === best.problems)
    .map((scenario) => ({
      scenario,
      behind: pairedDifference(
        best.perProblem.accuracy,
        scenario.perProblem.accuracy,
        drawn,
      ),
    }))
    .filter(({ behind }) => behind.lower <= epsilon)
    .sort((a, b) =>
      useOf(a.scenario, batch).total - useOf(b.scenario, batch).total ||
      a.behind.mean - b.behind.mean ||
      (scenarioName(a.scenario) < scenarioName(b.scenario) ? -1 : 1)
    );
}
