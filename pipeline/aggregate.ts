/** Sound runs -> measurements: grading, pass@1, majority votes, intervals. */
import { grade, type GradedRun } from "./aggregate/grade.ts";
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
      const votes = votesAt(graded, sound.budgets.indexOf(budget));
      const groups = ofBudget.map(({ group }) => group);
      const curves = votes.map(({ right, wrong, missing }) =>
        majorityCurve(right, wrong, missing, groups)
      );
      const errors = rerunErrors(votes, groups);
      return ofBudget.map((scenario, column) => {
        const bytes = scenarioBytes(scenario);
        return {
          ...scenario,
          ...measured(
            graded,
            votes,
            scenario.group,
            Float64Array.from(curves, (curve) => curve[column]!),
          ),
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

/** The accuracy of one scenario, from how its problems voted. */
function measured(
  { sound: { samples, problems } }: GradedRun,
  votes: readonly ProblemVotes[],
  group: number,
  accuracy: Float64Array,
) {
  const all = samples * problems.length;
  const total = (of: (votes: ProblemVotes) => number) =>
    votes.reduce((sum, each) => sum + of(each), 0);
  const draws = problemDraws(
    problems.length,
    INTERVAL_DRAWS.draws,
    INTERVAL_DRAWS.seed,
  );
  const { mean, lower, upper } = bootstrapT(accuracy, draws);
  return {
    problems: problems.length,
    samples,
    // Equal counts give equal numbers, whatever the problems they fall on.
    accuracy: group === 1 ? total(({ right }) => right) / all : mean,
    lower,
    upper,
    missingShare: total(({ missing }) => missing) / all,
    unreadableShare: total(({ unreadable }) => unreadable) / all,
    perProblem: {
      accuracy,
      right: Float64Array.from(votes, ({ right }) => right / samples),
      missing: Float64Array.from(votes, ({ missing }) => missing / samples),
    },
  };
}

/** Seconds and requests a second of a scenario; groups are not timed. */
function speed(
  timings: readonly Timing[],
  { run }: SoundRun,
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
