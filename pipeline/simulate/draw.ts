/** The generations of a simulated run, drawn one by one. */
import type { BenchmarkFile } from "../study/benchmark.ts";
import type { Generation } from "../study/generation.ts";
import { type Run, runName } from "../study/run.ts";
import { budgetsOf, samplesOf, type Study } from "../study/study.ts";
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

/** One sample of one problem: how long it would think, and its answer at a budget. */
interface Trajectory {
  readonly length: number;
  readonly answerAt: (budget: number) => string | null;
}

type DrawTrajectory = (problem: number, sample: number) => Trajectory;

/** The number of the stream of chance of a model at a precision; every KV strategy shares it. */
function stream({ models }: Study, { model, bits }: Run): number {
  const at = models.findIndex(({ name }) => name === model.name);
  return 1 + STREAM_BITS.length * at + STREAM_BITS.indexOf(bits);
}

/** All generations of a run by problem, sample and budget; the study's seed decides them. */
export function drawRun(
  parameters: Parameters,
  study: Study,
  run: Run,
  file: BenchmarkFile,
): Generation[] {
  const { seed } = study.sampling;
  const draw = run.benchmark.task === "math"
    ? mathTrajectory(parameters, study, run, file, seed)
    : knowledgeTrajectory(parameters, study, run, file, seed);
  const budgets = budgetsOf(study, run.benchmark.name);
  const name = runName(run);
  return file.problems.flatMap(({ id }, problem) =>
    Array.from({ length: samplesOf(study, run.kv) }, (_, sample) => {
      const { length, answerAt } = draw(problem, sample);
      const own = trajectorySeed(seed, name, id, sample);
      return budgets.map((budget): Generation => ({
        problem: id,
        sample,
        budget,
        answer: answerAt(budget),
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

function mathTrajectory(
  parameters: Parameters,
  study: Study,
  run: Run,
  { problems }: BenchmarkFile,
  seed: number,
): DrawTrajectory {
  const { difficulty, attraction } = parameters.math;
  if (problems.length > difficulty.length) {
    throw new RangeError(
      `Cannot simulate ${run.benchmark.name}: it has ${problems.length} problems, the parameters hold ${difficulty.length}`,
    );
  }
  const { model: { name }, bits, kv } = run;
  const model = mathModel(parameters, name, bits, printedGiB(run.model, bits));
  const ends = tailEnds(parameters);
  const own = stream(study, run);
  return (problem, sample) => {
    const u = (draw: number) =>
      uniform(seed, MATH, own, 0, problem, sample, draw);
    const [u1, u2, u3] = [u(1), u(2), u(3)];
    const v = logit(u(0));
    const item = {
      difficulty: difficulty[problem]!,
      attraction: attraction[problem]!,
    };
    const length = mathLength(parameters, model, item.difficulty, v);
    const expected = Number(problems[problem]!.answer);
    const tail = 2 + firstFrom(ends, u3);
    return {
      length,
      answerAt: (budget) => {
        const { right, missing, attracted } = mathChances(
          parameters,
          model,
          item,
          v,
          length,
          budget,
          kv,
        );
        if (u1 < right) return `${expected}}`;
        if (u2 < missing) return null;
        const wrongClass = u2 < missing + attracted ? 1 : tail;
        return `${wrongNumber(expected, wrongClass, problem)}}`;
      },
    };
  };
}

/** The first place whose end is not below a value; one past the last when all are. */
function firstFrom(ends: Float64Array, value: number): number {
  const at = ends.findIndex((end) => end >= value);
  return at < 0 ? ends.length : at;
}

function knowledgeTrajectory(
  parameters: Parameters,
  study: Study,
  run: Run,
  { problems }: BenchmarkFile,
  seed: number,
): DrawTrajectory {
  const { model: { name }, bits } = run;
  const own = stream(study, run);
  return (problem, sample) => {
    const u = (draw: number) =>
      uniform(seed, KNOWLEDGE, own, 0, problem, sample, draw);
    const [u1, u2] = [u(1), u(2)];
    const difficulty = questionDifficulty(
      parameters,
      problem,
      problems.length,
    );
    const length = knowledgeLength(parameters, bits, difficulty, logit(u(0)));
    const expected = problems[problem]!.answer;
    const others = LETTERS.filter((letter) => letter !== expected);
    const wrong = others[Math.floor(u2 * others.length)]!;
    return {
      length,
      answerAt: (budget) => {
        const chance = knowledgeChance(
          parameters,
          name,
          bits,
          difficulty,
          length,
          budget,
        );
        return `${u1 < chance ? expected : wrong}}`;
      },
    };
  };
}
