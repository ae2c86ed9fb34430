/** Measurements of a world whose every answer is drawn, without files in between. */
import { sharesOf, speed, votedAccuracies } from "../../aggregate.ts";
import type { GradedRun } from "../../aggregate/grade.ts";
import { matchedShares } from "../../aggregate/matched.ts";
import { tallyAt, votesAt } from "../../aggregate/votes.ts";
import type { Measurement } from "../../study/measurement.ts";
import { plannedRuns, type Run } from "../../study/run.ts";
import { scenarioBytes, scenariosOf } from "../../study/scenario.ts";
import { budgetsOf, samplesOf } from "../../study/study.ts";
import type { Timing } from "../../study/timing.ts";
import { type DrawTrajectory, RIGHT, trajectories } from "../draw.ts";
import { simulatedTimings } from "../timings.ts";
import type { Setting } from "./world.ts";

/** The trajectories of a run. */
export type DrawRun = (run: Run) => DrawTrajectory;

/** What is different from the calibrated world. */
export interface Difference {
  /** Draws a run, given how the calibrated world draws any. */
  readonly draw?: (calibrated: DrawRun, run: Run) => DrawTrajectory;
  readonly time?: (timing: Timing) => Timing;
}

/**
 * What `aggregate` makes of the answers a world draws, but for intervals and
 * rerun errors, which no ruling asks for.
 */
export function drawnMeasurements(
  setting: Setting,
  { draw = (calibrated, run) => calibrated(run), time = (timing) => timing }:
    Difference = {},
): Measurement[] {
  const { parameters, study, seed, problems } = setting;
  const calibrated: DrawRun = (run) =>
    trajectories(parameters, study, run, problems[run.benchmark.task], seed);
  const timings = simulatedTimings(parameters, study).map(time);
  return plannedRuns(study).flatMap((run) =>
    runMeasurements(
      setting,
      gradedRun(setting, run, draw(calibrated, run)),
      timings,
    )
  );
}

/** The classes of all answers of a run. */
function gradedRun(
  { study, problems }: Setting,
  run: Run,
  draw: DrawTrajectory,
): GradedRun {
  const count = problems[run.benchmark.task];
  const samples = samplesOf(study, run.kv);
  const budgets = budgetsOf(study, run.benchmark.name);
  const answer = new Int32Array(count * samples * budgets.length);
  let cell = 0;
  for (let problem = 0; problem < count; problem++) {
    for (let sample = 0; sample < samples; sample++) {
      const { classAt } = draw(problem, sample);
      for (const budget of budgets) answer[cell++] = classAt(budget);
    }
  }
  const readable = answer.reduce((most, each) => Math.max(most, each), 0) + 1;
  return {
    sound: { run, problems: problemNames(count), samples, budgets },
    readable,
    answer,
    classOf: Int32Array.from({ length: readable }, (_, code) => code),
    expected: new Int32Array(count).fill(RIGHT),
  };
}

const problemNames = (count: number) =>
  Array.from({ length: count }, (_, problem) => `p${problem}`);

function runMeasurements(
  { study }: Setting,
  graded: GradedRun,
  timings: readonly Timing[],
): Measurement[] {
  const { sound } = graded;
  const scenarios = Map.groupBy(
    scenariosOf(study, sound.run),
    ({ budget }) => budget,
  );
  return [...scenarios].flatMap(([budget, ofBudget]) => {
    const column = sound.budgets.indexOf(budget);
    const votes = votesAt(graded, column);
    const accuracies = votedAccuracies(
      votes,
      ofBudget.map(({ group }) => group),
    );
    const { shareRight, shares, perProblem } = sharesOf(
      graded,
      tallyAt(graded, column),
    );
    const matched = matchedShares(study, graded, column);
    return ofBudget.map((scenario, g): Measurement => {
      const { weights, cache, total } = scenarioBytes(scenario);
      const byProblem = accuracies[g]!;
      const accuracy = scenario.group === 1 ? shareRight : meanOf(byProblem);
      return {
        ...scenario,
        ...shares,
        accuracy,
        lower: accuracy,
        upper: accuracy,
        rerunError: null,
        weightBytes: weights,
        kvBytes: cache,
        totalBytes: total,
        ...speed(timings, sound, budget, scenario.group),
        perProblem: {
          accuracy: byProblem,
          ...perProblem,
          ...(matched && scenario.group === 1 ? { matched } : {}),
        },
      };
    });
  });
}

/** The mean over problems. */
export function meanOf(byProblem: Float64Array): number {
  return byProblem.reduce((sum, each) => sum + each, 0) / byProblem.length;
}
