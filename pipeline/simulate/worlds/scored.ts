/** Measurements of a world that says of every scenario, groups too, how likely it is right. */
import { speed } from "../../aggregate.ts";
import type { Measurement } from "../../study/measurement.ts";
import { plannedRuns, type Run } from "../../study/run.ts";
import {
  type Scenario,
  scenarioBytes,
  scenariosOf,
} from "../../study/scenario.ts";
import { samplesOf } from "../../study/study.ts";
import { logistic, uniform } from "../chance.ts";
import { questionDifficulty } from "../knowledge.ts";
import { simulatedTimings } from "../timings.ts";
import { meanOf } from "./drawn.ts";
import type { Setting } from "./world.ts";

/** Keeps these draws apart from those of `draw.ts`, whose words begin with 1 or 2. */
const SCORED = 3;

/** How good a scenario is. */
export interface Worth {
  /** Logits above a problem of difficulty 0. */
  readonly ability: number;
  /** Share of its right answers that compression of its cache leaves. */
  readonly kept?: number;
}

/**
 * Every scenario on its own, groups too: each of its samples is right by its
 * ability and the problem's difficulty alone, independently of all others.
 */
export function scoredMeasurements(
  setting: Setting,
  worth: (scenario: Scenario) => Worth,
): Measurement[] {
  const { parameters, study } = setting;
  const timings = simulatedTimings(parameters, study);
  return plannedRuns(study).flatMap((run, at) => {
    const samples = samplesOf(study, run.kv);
    return scenariosOf(study, run).map((scenario, place): Measurement => {
      const { weights, cache, total } = scenarioBytes(scenario);
      const { right, matched } = draws(
        setting,
        chances(setting, run, worth(scenario)),
        [at, place],
        samples,
      );
      const accuracy = meanOf(right);
      const isMatched = run.kv.kind === "full" && scenario.group === 1 &&
        run.benchmark.task === "math";
      return {
        ...scenario,
        problems: right.length,
        samples,
        accuracy,
        lower: accuracy,
        upper: accuracy,
        rerunError: null,
        missingShare: 0,
        unreadableShare: 0,
        weightBytes: weights,
        kvBytes: cache,
        totalBytes: total,
        ...speed(timings, { run }, scenario.budget, scenario.group),
        perProblem: {
          accuracy: right,
          right,
          missing: new Float64Array(right.length),
          ...(isMatched ? { matched } : {}),
        },
      };
    });
  });
}

/** The chance of every problem. */
function chances(
  { parameters, problems }: Setting,
  { benchmark: { task } }: Run,
  { ability, kept = 1 }: Worth,
): Float64Array {
  const { math, knowledge } = parameters;
  return Float64Array.from({ length: problems[task] }, (_, problem) => {
    switch (task) {
      case "math": {
        const difficulty = math.difficulty[problem % math.difficulty.length]!;
        return kept * math.ceiling * logistic(ability - difficulty);
      }
      case "knowledge": {
        const known = logistic(
          ability -
            questionDifficulty(parameters, problem, problems.knowledge),
        );
        return known + ((1 - known) * (1 - knowledge.trap)) / 4;
      }
    }
  });
}

/** The share of right samples of every problem, and that of the first ones. */
function draws(
  { study, seed }: Setting,
  chance: Float64Array,
  [run, place]: readonly [number, number],
  samples: number,
) {
  const first = study.samples.compressed;
  const right = new Float64Array(chance.length);
  const matched = new Float64Array(chance.length);
  for (let problem = 0; problem < chance.length; problem++) {
    let all = 0;
    for (let sample = 0; sample < samples; sample++) {
      if (sample === first) matched[problem] = all / first;
      const u = uniform(seed, SCORED, run, place, problem, sample);
      if (u < chance[problem]!) all++;
    }
    right[problem] = all / samples;
    if (samples <= first) matched[problem] = right[problem]!;
  }
  return { right, matched };
}
