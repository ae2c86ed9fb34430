/** The generations of a simulated run, drawn one by one. */
import type { BenchmarkFile } from "../study/benchmark.ts";
import type { Generation } from "../study/generation.ts";
import { type Run, runName } from "../study/run.ts";
import {
  budgetsOf,
  type GeneratedStudy,
  samplesOf,
  type Study,
} from "../study/study.ts";
import { trajectorySeed } from "../study/trajectory_seed.ts";
import type { WeightBits } from "../study/weights.ts";
import { logit, uniform } from "./chance.ts";
import {
  knowledgeChance,
  knowledgeLength,
  questionDifficulty,
} from "./knowledge.ts";
import {
  mathChances,
  mathLength,
  mathModel,
  tailEnds,
  wrongNumber,
} from "./math.ts";
import type { Parameters } from "./parameters.ts";
import { printedGiB } from "./weights.ts";

/** Tokens between two waits once a model has wanted to stop. */
const WAIT_EVERY = 4000;
const LETTERS = ["A", "B", "C", "D"] as const;
const MATH = 1;
const KNOWLEDGE = 2;

/** Precisions in the order of the calibration, which numbers the streams of chance by them. */
const STREAM_BITS: readonly WeightBits[] = [4, 8, 16];

/** One sample of one problem: how long it would think, and the class of its answer at a budget. */
export interface Trajectory {
  readonly length: number;
  /** `RIGHT`, `UNANSWERED` or the number of a wrong answer, 1 or more. */
  readonly classAt: (budget: number) => number;
}

/** Class of the right answer. */
export const RIGHT = 0;
/** Class of a missing answer. */
export const UNANSWERED = -1;

/** Draws one sample of one problem. */
export type DrawTrajectory = (problem: number, sample: number) => Trajectory;

/** The number of the stream of chance of a model at a precision; every KV strategy shares it. */
function stream({ models }: Study, { model, bits }: Run): number {
  const at = models.findIndex(({ name }) => name === model.name);
  return 1 + STREAM_BITS.length * at + STREAM_BITS.indexOf(bits);
}

/** All generations of a run by problem, sample and budget; the study's seed decides them. */
export function drawRun(
  parameters: Parameters,
  study: GeneratedStudy,
  run: Run,
  { problems }: BenchmarkFile,
): Generation[] {
  const { seed } = study.sampling;
  const known = parameters.math.difficulty.length;
  if (run.benchmark.task === "math" && problems.length > known) {
    throw new RangeError(
      `Cannot simulate ${run.benchmark.name}: it has ${problems.length} problems, the parameters hold ${known}`,
    );
  }
  const draw = trajectories(parameters, study, run, problems.length, seed);
  const say = run.benchmark.task === "math" ? mathText : knowledgeText;
  const budgets = budgetsOf(study, run.benchmark.name);
  const name = runName(run);
  return problems.flatMap(({ id, answer }, problem) =>
    Array.from({ length: samplesOf(study, run.kv) }, (_, sample) => {
      const { length, classAt } = draw(problem, sample);
      const own = trajectorySeed(seed, name, id, sample);
      return budgets.map((budget): Generation => ({
        problem: id,
        sample,
        budget,
        answer: say(answer, classAt(budget), problem),
        thinkingTokens: budget,
        naturalEnd: length <= budget ? Math.round(length) : null,
        waits: length <= budget
          ? 1 + Math.floor((budget - length) / WAIT_EVERY)
          : 0,
        seed: own,
      }));
    }).flat()
  );
}

/** The trajectories of a run over so many problems; beyond those the parameters hold the mathematical ones begin again, freshly drawn. */
export function trajectories(
  parameters: Parameters,
  study: Study,
  run: Run,
  problems: number,
  seed: number,
): DrawTrajectory {
  switch (run.benchmark.task) {
    case "math":
      return mathTrajectory(parameters, study, run, seed);
    case "knowledge":
      return knowledgeTrajectory(parameters, study, run, problems, seed);
  }
}

function mathTrajectory(
  parameters: Parameters,
  study: Study,
  run: Run,
  seed: number,
): DrawTrajectory {
  const { difficulty, attraction } = parameters.math;
  const { model: { name }, bits, kv } = run;
  const model = mathModel(parameters, name, bits, printedGiB(run.model, bits));
  const ends = tailEnds(parameters);
  const own = stream(study, run);
  return (problem, sample) => {
    const u = (draw: number) =>
      uniform(seed, MATH, own, 0, problem, sample, draw);
    const [u1, u2, u3] = [u(1), u(2), u(3)];
    const v = logit(u(0));
    const place = problem % difficulty.length;
    const item = {
      difficulty: difficulty[place]!,
      attraction: attraction[place]!,
    };
    const length = mathLength(parameters, model, item.difficulty, v);
    const tail = 2 + firstFrom(ends, u3);
    return {
      length,
      classAt: (budget) => {
        const { right, missing, attracted } = mathChances(
          parameters,
          model,
          item,
          v,
          length,
          budget,
          kv,
        );
        if (u1 < right) return RIGHT;
        if (u2 < missing) return UNANSWERED;
        return u2 < missing + attracted ? 1 : tail;
      },
    };
  };
}

/** The first place whose end is not below a value; one past the last when all are. */
function firstFrom(ends: Float64Array, value: number): number {
  const at = ends.findIndex((end) => end >= value);
  return at < 0 ? ends.length : at;
}

function mathText(
  answer: string,
  said: number,
  problem: number,
): string | null {
  if (said === UNANSWERED) return null;
  const expected = Number(answer);
  return said === RIGHT
    ? `${expected}}`
    : `${wrongNumber(expected, said, problem)}}`;
}

function knowledgeTrajectory(
  parameters: Parameters,
  study: Study,
  run: Run,
  problems: number,
  seed: number,
): DrawTrajectory {
  const { model: { name }, bits } = run;
  const own = stream(study, run);
  return (problem, sample) => {
    const u = (draw: number) =>
      uniform(seed, KNOWLEDGE, own, 0, problem, sample, draw);
    const [u1, u2] = [u(1), u(2)];
    const difficulty = questionDifficulty(parameters, problem, problems);
    const length = knowledgeLength(parameters, bits, difficulty, logit(u(0)));
    const wrong = 1 + Math.floor(u2 * (LETTERS.length - 1));
    return {
      length,
      classAt: (budget) => {
        const chance = knowledgeChance(
          parameters,
          name,
          bits,
          difficulty,
          length,
          budget,
        );
        return u1 < chance ? RIGHT : wrong;
      },
    };
  };
}

function knowledgeText(answer: string, said: number): string {
  const others = LETTERS.filter((letter) => letter !== answer);
  return `${said === RIGHT ? answer : others[said - 1]!}}`;
}
