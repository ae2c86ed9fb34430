/** Sound runs -> measurements: grading, pass@1, majority votes, intervals. */
import { grade, type GradedRun } from "./aggregate/grade.ts";
import { matchedShares } from "./aggregate/matched.ts";
import { type ProblemVotes, votesAt } from "./aggregate/votes.ts";
import type { Ingested } from "./ingest.ts";
import { bootstrapT } from "./statistics/interval.ts";
import { majorityCurve } from "./statistics/majority.ts";
import { rerunErrors } from "./statistics/rerun_error.ts";
import { INTERVAL_DRAWS, problemDraws } from "./statistics/resample.ts";
import { kvName } from "./study/kv_strategy.ts";
import type { Measurement } from "./study/measurement.ts";
import { scenarioBytes, scenariosOf } from "./study/scenario.ts";
import { speedOf, type Timing } from "./study/timing.ts";
import type { SoundRun } from "./validate.ts";

/** Measures every scenario of every run, in the study's order. */
export function aggregate(
  runs: readonly SoundRun[],
  { study, benchmarks, timings }: Pick<
    Ingested,
    "study" | "benchmarks" | "timings"
  >,
): Measurement[] {
  return runs.flatMap((sound) => {
    const graded = grade(sound, benchmarks.get(sound.run.benchmark.name)!);
    const scenarios = Map.groupBy(
      scenariosOf(study, sound.run),
      ({ budget }) => budget,
    );
    return [...scenarios].flatMap(([budget, ofBudget]) => {
      const at = sound.budgets.indexOf(budget);
      const votes = votesAt(graded, at);
      const matched = matchedShares(study, graded, at);
      const groups = ofBudget.map(({ group }) => group);
      const accuracies = votedAccuracies(votes, groups);
      const errors = rerunErrors(votes, groups);
      const { shareRight, shares, perProblem } = sharesOf(graded, votes);
      return ofBudget.map((scenario, column) => {
        const bytes = scenarioBytes(scenario);
        const accuracy = accuracies[column]!;
        return {
          ...scenario,
          ...shares,
          ...estimated(accuracy, scenario.group === 1 ? shareRight : null),
          perProblem: {
            accuracy,
            ...perProblem,
            ...(scenario.group === 1 && matched ? { matched } : {}),
          },
          rerunError: errors[column]!,
          weightBytes: bytes.weights,
          kvBytes: bytes.cache,
          totalBytes: bytes.total,
          ...speed(timings, sound, budget, scenario.group),
        };
      });
    });
  });
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
  votes: readonly ProblemVotes[],
) {
  const all = samples * problems.length;
  const total = (of: (votes: ProblemVotes) => number) =>
    votes.reduce((sum, each) => sum + of(each), 0);
  const byProblem = (of: (votes: ProblemVotes) => number) => {
    const shares = new Float64Array(votes.length);
    votes.forEach((each, i) => shares[i] = of(each) / samples);
    return shares;
  };
  return {
    shareRight: total(({ right }) => right) / all,
    shares: {
      problems: problems.length,
      samples,
      missingShare: total(({ missing }) => missing) / all,
      unreadableShare: total(({ unreadable }) => unreadable) / all,
    },
    perProblem: {
      right: byProblem(({ right }) => right),
      missing: byProblem(({ missing }) => missing),
    },
  };
}

/** The accuracy of one scenario with its interval, from that of every problem; the share of right samples where they do not vote. */
function estimated(perProblem: Float64Array, shareRight: number | null) {
  const draws = problemDraws(
    perProblem.length,
    INTERVAL_DRAWS.draws,
    INTERVAL_DRAWS.seed,
  );
  const { mean, lower, upper } = bootstrapT(perProblem, draws);
  // Equal counts give equal shares, whatever the problems they fall on.
  return { accuracy: shareRight ?? mean, lower, upper };
}

/** Seconds and requests a second of a scenario; groups are not timed. */
export function speed(
  timings: readonly Timing[],
  { run }: Pick<SoundRun, "run">,
  budget: number,
  group: number,
) {
  if (group !== 1) return { latencySeconds: null, requestsPerSecond: null };
  return speedOf(
    timings.filter((t) =>
      t.model === run.model.name && t.weightBits === run.bits &&
      t.kv === kvName(run.kv) &&
      t.budget === budget
    ),
  );
}
