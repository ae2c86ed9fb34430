/** The simulated world as one seed draws it: classes of answers -> counts -> scores. */
import { majorityCurve } from "../statistics/majority.ts";
import { kvName } from "../study/kv_strategy.ts";
import { plannedRuns, type Run } from "../study/run.ts";
import { budgetsOf, samplesOf, type Study } from "../study/study.ts";
import { RIGHT, trajectories, UNANSWERED } from "./draw.ts";
import { configsOf, type Grid, mathBudgets, settingOf } from "./grid.ts";
import type { Parameters } from "./parameters.ts";

/** Classes of a run's answers by problem, sample, then budget. */
interface Drawn {
  readonly classes: Int8Array;
  readonly samples: number;
  readonly budgets: number;
}

/** How the samples of one problem answered at one budget. */
interface Votes {
  readonly right: number;
  /** Samples by wrong class. */
  readonly wrong: Uint8Array;
  readonly missing: number;
}

/** The grid of a study whose benchmarks share their budgets and whose knowledge benchmark has so many questions, as a seed draws it. */
export function drawnGrid(
  parameters: Parameters,
  study: Study,
  questions: number,
  seed: number,
): Grid {
  const configs = configsOf(study);
  const budgets = mathBudgets(study).length;
  const problems = parameters.math.difficulty.length;
  const accuracy = new Float64Array(configs.length * budgets);
  const knowledge = new Float64Array(accuracy.length);
  const compressed: Record<string, Float64Array> = Object.fromEntries(
    study.kvStrategies.map((kv) => [
      kvName(kv),
      new Float64Array(accuracy.length),
    ]),
  );
  const votes: Votes[][] = [];
  for (const run of plannedRuns(study)) {
    const place = configs.findIndex(({ model, bits }) =>
      model === run.model && bits === run.bits
    );
    const isMath = run.benchmark.task === "math";
    const count = isMath ? problems : questions;
    const drawn = drawClasses(parameters, study, run, count, seed);
    if (run.kv.kind === "full") {
      const scores = isMath ? accuracy : knowledge;
      scores.set(percentRight(drawn, drawn.samples), place * budgets);
    }
    if (!isMath) continue;
    if (run.kv.kind === "full") votes[place] = votesOf(drawn);
    const matched = percentRight(drawn, study.samples.compressed);
    compressed[kvName(run.kv)]!.set(matched, place * budgets);
  }
  const cells = votes.flat();
  return {
    ...settingOf(parameters, study),
    isDrawn: true,
    accuracy,
    knowledge,
    compressed,
    majority: percentVoted(votes, budgets, study.groups),
    rightShare: Float64Array.from(
      cells,
      ({ right }) => right / study.samples.full,
    ),
    rightLeads: Uint8Array.from(
      cells,
      ({ right, wrong }) => wrong.every((rival) => rival < right) ? 1 : 0,
    ),
  };
}

function drawClasses(
  parameters: Parameters,
  study: Study,
  run: Run,
  problems: number,
  seed: number,
): Drawn {
  const draw = trajectories(parameters, study, run, problems, seed);
  const samples = samplesOf(study, run.kv);
  const budgets = budgetsOf(study, run.benchmark.name);
  const classes = new Int8Array(problems * samples * budgets.length);
  let at = 0;
  for (let problem = 0; problem < problems; problem++) {
    for (let sample = 0; sample < samples; sample++) {
      const { classAt } = draw(problem, sample);
      for (const budget of budgets) classes[at++] = classAt(budget);
    }
  }
  return { classes, samples, budgets: budgets.length };
}

/** Per cent of the first `used` samples that are right, by budget. */
function percentRight(
  { classes, samples, budgets }: Drawn,
  used: number,
): Float64Array {
  const right = new Float64Array(budgets);
  classes.forEach((said, at) => {
    const sample = Math.floor(at / budgets) % samples;
    if (said === RIGHT && sample < used) right[at % budgets]!++;
  });
  const counted = (classes.length / budgets / samples) * used;
  return right.map((count) => (count / counted) * 100);
}

/** The votes on every problem at every budget. */
function votesOf({ classes, samples, budgets }: Drawn): Votes[] {
  const problems = classes.length / samples / budgets;
  const most = classes.reduce((a, b) => Math.max(a, b), 0);
  return Array.from({ length: problems * budgets }, (_, cell) => {
    const from = Math.floor(cell / budgets) * samples * budgets +
      cell % budgets;
    const wrong = new Uint8Array(most);
    let right = 0;
    let missing = 0;
    for (let sample = 0; sample < samples; sample++) {
      const said = classes[from + sample * budgets]!;
      if (said === RIGHT) right++;
      else if (said === UNANSWERED) missing++;
      else wrong[said - 1]!++;
    }
    return { right, wrong, missing };
  });
}

/** Per cent that groups vote right, by configuration, budget, then group. */
function percentVoted(
  votes: readonly Votes[][],
  budgets: number,
  groups: readonly number[],
): Float64Array {
  return Float64Array.from(votes.flatMap((cells) => {
    const sums = new Float64Array(budgets * groups.length);
    for (const [cell, { right, wrong, missing }] of cells.entries()) {
      const from = (cell % budgets) * groups.length;
      majorityCurve(right, wrong, missing, groups)
        .forEach((chance, g) => sums[from + g]! += chance);
    }
    return Array.from(sums, (sum) => (sum / (cells.length / budgets)) * 100);
  }));
}
