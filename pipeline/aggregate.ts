/** Sound runs -> measurements: grading, pass@1, majority votes, intervals. */
import { grade, type GradedRun } from "./aggregate/grade.ts";
import { matchedShares } from "./aggregate/matched.ts";
import { type Ballot, type ProblemVotes, votesAt } from "./aggregate/votes.ts";
import type { Ingested } from "./ingest.ts";
import { bootstrapT } from "./statistics/interval.ts";
import { majorityCurve } from "./statistics/majority.ts";
import { rerunErrors } from "./statistics/rerun_error.ts";
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
  const graded = grade(sound, benchmarks.get(sound.run.benchmark.name)!);
  const groups = groupsOf(study, sound.run.benchmark, sound.run.kv);
  const ballots = sound.budgets.map((budget, at): Ballot => ({
    run: sound.run,
    budget,
    groups,
    votes: votesAt(graded, at),
  }));
  const measurements = ballots.flatMap(({ run, budget, votes }, at) => {
    const matched = matchedShares(study, graded, at);
    const accuracies = votedAccuracies(votes, groups);
    const errors = rerunErrors(votes, groups);
    const { shareRight, shares, perProblem } = sharesOf(graded, votes);
    return groups.map((group, column) => {
      const scenario = { ...run, budget, group };
      const bytes = scenarioBytes(scenario);
      const accuracy = accuracies[column]!;
      return {
        ...scenario,
        ...shares,
        ...estimated(accuracy, group === 1 ? shareRight : null),
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
  return { measurements, ballots: groups.length > 1 ? ballots : [] };
}

/** Expected majority vote of every problem, by group. */
export function votedAccuracies(
  votes: readonly ProblemVotes[],
  groups: readonly number[],
): Float64Array[] {
  const byGroup = groups.map(() => new Float64Array(votes.length));
  votes.forEach(({ right, wrong, missing }, problem) => {
    if (groups.length === 1 && groups[0] === 1) {
      // Nobody is outvoted, and most runs have no groups.
      let samples = right + missing;
      for (let i = 0; i < wrong.length; i++) samples += wrong[i]!;
      byGroup[0]![problem] = right / samples;
      return;
    }
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
