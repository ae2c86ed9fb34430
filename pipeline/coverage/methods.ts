/** Intervals of 95 %: ours, and those it is chosen over. */
import { drawSums } from "../statistics/draw_sums.ts";
import {
  bootstrapT,
  type Interval,
  tails,
  wilson,
} from "../statistics/interval.ts";
import type { ProblemDraws } from "../statistics/resample.ts";
import { spreadOf } from "../statistics/studentized.ts";

type Bounds = Pick<Interval, "lower" | "upper">;

/** A way to an interval from one score a problem. */
export interface Method {
  readonly name: string;
  readonly bounds: (scores: Float64Array, drawn: ProblemDraws) => Bounds;
}

/** Ours first. */
export const METHODS: readonly Method[] = [
  { name: "bootstrap-t", bounds: bootstrapT },
  { name: "Wilson", bounds: (scores) => wilsonOfMean(scores) },
  { name: "Student t", bounds: (scores) => student(scores) },
  { name: "percentile", bounds: percentile },
];

function wilsonOfMean(scores: Float64Array): Bounds {
  return wilson(spreadOf(scores).mean, scores.length);
}

/** The mean give or take Student's quantile times its standard error. */
function student(scores: Float64Array): Bounds {
  const { mean, error } = spreadOf(scores);
  const half = studentQuantile(scores.length - 1) * error;
  return { lower: mean - half, upper: mean + half };
}

/** The 97.5 % point of Student's t, within 1e-5 from 29 degrees of freedom on (Cornish and Fisher's expansion). */
export function studentQuantile(degrees: number): number {
  const z = 1.959963984540054;
  const [z3, z5, z7] = [3, 5, 7].map((power) => z ** power) as [
    number,
    number,
    number,
  ];
  return z + (z3 + z) / 4 / degrees +
    (5 * z5 + 16 * z3 + 3 * z) / 96 / degrees ** 2 +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384 / degrees ** 3;
}

/** Between the 2.5 and 97.5 % points of the resampled means. */
function percentile(scores: Float64Array, drawn: ProblemDraws): Bounds {
  const sums = new Float64Array(drawn.draws);
  drawSums(drawn, scores, scores, sums, new Float64Array(drawn.draws));
  const [low, high] = tails(sums);
  return { lower: low / scores.length, upper: high / scores.length };
}
