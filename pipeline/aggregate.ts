/** Sound runs -> measurements: grading, pass@1, majority votes, intervals. */
import { grade, type GradedRun } from "./aggregate/grade.ts";
import { matchedShares } from "./aggregate/matched.ts";
import {
  type Ballot,
  type ProblemVotes,
  sharesOfCounts,
  type Tally,
  tallyAt,
  votesAt,
} from "./aggregate/votes.ts";
import type { Ingested } from "./ingest.ts";
import { bootstrapT, bootstrapTOfCounts } from "./statistics/interval.ts";
import { majorityCurve } from "./statistics/majority.ts";
import { rerunError, rerunErrors } from "./statistics/rerun_error.ts";
import { INTERVAL_DRAWS, problemDraws } from "./statistics/resample.ts";
import { kvName } from "./study/kv_strategy.ts";
import type { Measurement } from "./study/measurement.ts";
import { scenarioBytes } from "./study/scenario.ts";
import { groupsOf } from "./study/study.ts";
import { speedOf, type Timing } from "./study/timing.ts";
import type { SoundRun } from "./validate.ts";

/** What measuring needs of a data set. */
type Measured = Pick<Ingested, "study" | "benchmarks" | "timings">;

/** Measures every scenario of every run, in the study's order. */
export function aggregate(
  runs: readonly SoundRun[],
  set: Measured,
): Measurement[] {
  return runs.flatMap((sound) => measureRun(sound, set).measurements);
}

/** Measures every scenario of one run, and keeps its votes where groups vote. */
export function measureRun(
  sound: SoundRun,
  { study, benchmarks, timings }: Measured,
): { readonly measurements: Measurement[]; readonly ballots: Ballot[] } {
  const { run, budgets, samples } = sound;
  const graded = grade(sound, benchmarks.get(run.benchmark.name)!);
  const groups = groupsOf(study, run.benchmark, run.kv);
  const ballots: Ballot[] = [];
  const measurements = budgets.flatMap((budget, at) => {
    const tally = tallyAt(graded, at);
    const matched = matchedShares(study, graded, at);
    const { shares, perProblem } = sharesOf(graded, tally);
    // Most runs have no groups: a sample alone is not outvoted.
    let accuracies: readonly Float64Array[] = [perProblem.right];
    let errors: readonly (number | null)[] = [rerunError(tally.right, samples)];
    if (groups.length > 1) {
      const votes = votesAt(graded, at);
      ballots.push({ run, budget, groups, votes });
      accuracies = votedAccuracies(votes, groups);
      errors = rerunErrors(votes, groups);
    }
    return groups.map((group, column) => {
      const scenario = { ...run, budget, group };
      const bytes = scenarioBytes(scenario);
      const accuracy = accuracies[column]!;
      return {
        ...scenario,
        ...shares,
        ...estimated(group, accuracy, tally.right, samples),
        perProblem: {
          accuracy,
          ...perProblem,
          ...(group === 1 && matched ? { matched } : {}),
        },
        rerunError: errors[column]!,
        weightBytes: bytes.weights,
        kvBytes: bytes.cache,
        totalBytes: bytes.total,
        ...speed(timings, sound, budget, group),
      };
    });
  });
  return { measurements, ballots };
}

/** Expected majority vote of every problem, by group. */
export function votedAccuracies(
  votes: readonly ProblemVotes[],
  groups: readonly number[],
): Float64Array[] {
  const byGroup = groups.map(() => new Float64Array(votes.length));
  votes.forEach(({ right, wrong, missing }, problem) => {
    const curve = majorityCurve(right, wrong, missing, groups);
    byGroup.forEach((accuracy, g) => accuracy[problem] = curve[g]!);
  });
  return byGroup;
}

/** What all groups at one budget share: the shares of the samples, whoever votes. */
export function sharesOf(
  { sound: { samples, problems } }: GradedRun,
  { right, missing, unreadable }: Tally,
) {
  const all = samples * problems.length;
  const total = (counts: Int32Array) => {
    let sum = 0;
    for (let i = 0; i < counts.length; i++) sum += counts[i]!;
    return sum;
  };
  return {
    shareRight: total(right) / all,
    shares: {
      problems: problems.length,
      samples,
      missingShare: total(missing) / all,
      unreadableShare: total(unreadable) / all,
    },
    perProblem: {
      right: sharesOfCounts(right, samples),
      missing: sharesOfCounts(missing, samples),
    },
  };
}

/** Accuracy of a scenario with its interval. */
type Estimate = Pick<Measurement, "accuracy" | "lower" | "upper">;

/** Of votes, from the accuracy of every problem; of samples that do not vote, from how many of each problem's are right. */
function estimated(
  group: number,
  accuracies: Float64Array,
  right: Int32Array,
  samples: number,
): Estimate {
  const { draws, seed } = INTERVAL_DRAWS;
  const drawn = problemDraws(accuracies.length, draws, seed);
  const { mean, lower, upper } = group === 1
    ? bootstrapTOfCounts(right, samples, drawn)
    : bootstrapT(accuracies, drawn);
  return { accuracy: mean, lower, upper };
}

/** Timings by what they are of, found once for each list. */
const byScenario = new WeakMap<readonly Timing[], Map<string, Timing[]>>();

const timedAs = (model: string, bits: number, kv: string, budget: number) =>
  `${model} ${bits} ${kv} ${budget}`;

/** Seconds and requests a second of a scenario; groups are not timed. */
export function speed(
  timings: readonly Timing[],
  { run: { model, bits, kv } }: Pick<SoundRun, "run">,
  budget: number,
  group: number,
) {
  if (group !== 1) return { latencySeconds: null, requestsPerSecond: null };
  let known = byScenario.get(timings);
  if (!known) {
    known = Map.groupBy(
      timings,
      (t) => timedAs(t.model, t.weightBits, t.kv, t.budget),
    );
    byScenario.set(timings, known);
  }
  return speedOf(
    known.get(timedAs(model.name, bits, kvName(kv), budget)) ?? [],
  );
}
