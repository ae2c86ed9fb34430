/** Accuracies that findings decide on: those measured, and those of joint resamples of the problems. */
import {
  problemDraws,
  type Resampling,
  RULING_DRAWS,
} from "../statistics/resample.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Scores } from "./finding.ts";

/** The accuracies measured. */
export function measuredScores(measurements: readonly Measurement[]): Scores {
  return {
    accuracy: Float64Array.from(measurements, ({ accuracy }) => accuracy),
    matched: Float64Array.from(
      measurements,
      ({ accuracy, problems, perProblem: { matched } }) =>
        matched
          ? matched.reduce((sum, share) => sum + share, 0) / problems
          : accuracy,
    ),
  };
}

/** The accuracies of every resample of the problems, the same draws for all measurements. */
export function resampledScores(
  measurements: readonly Measurement[],
  resampling: Resampling = RULING_DRAWS,
): Scores[] {
  const { draws } = resampling;
  const accuracies = Array.from(
    { length: draws },
    () => new Float64Array(measurements.length),
  );
  measurementsAlike(
    measurements.map(({ perProblem }, at) => [at, perProblem.accuracy]),
  ).forEach((columns) => drawMeans(columns, resampling, accuracies));
  const matched = accuracies.map((accuracy) => accuracy.slice());
  measurementsAlike(
    measurements.flatMap(({ perProblem }, at) =>
      perProblem.matched ? [[at, perProblem.matched]] : []
    ),
  ).forEach((columns) => drawMeans(columns, resampling, matched));
  return accuracies.map((accuracy, draw) => ({
    accuracy,
    matched: matched[draw]!,
  }));
}

/** A measurement's place, and its share of every problem. */
type Column = readonly [at: number, shares: Float64Array];

/** Columns of as many problems together. */
function measurementsAlike(columns: readonly Column[]): Column[][] {
  return [...Map.groupBy(columns, ([, shares]) => shares.length).values()];
}

/** Puts the mean of every column in every draw into its place; sums run over the problems in their order. */
function drawMeans(
  columns: readonly Column[],
  { draws, seed }: Resampling,
  into: Float64Array[],
): void {
  const problems = columns[0]![1].length;
  const { counts } = problemDraws(problems, draws, seed);
  // Problem by problem, so that a draw adds whole rows: the fastest by far.
  const rows = Array.from(
    { length: problems },
    (_, problem) =>
      Float64Array.from(columns, ([, shares]) => shares[problem]!),
  );
  const places = Int32Array.from(columns, ([at]) => at);
  const sums = new Float64Array(columns.length);
  into.forEach((means, draw) => {
    sums.fill(0);
    for (let problem = 0; problem < problems; problem++) {
      const count = counts[draw * problems + problem]!;
      if (count === 0) continue;
      const row = rows[problem]!;
      for (let i = 0; i < sums.length; i++) {
        sums[i] = sums[i]! + count * row[i]!;
      }
    }
    for (let i = 0; i < sums.length; i++) {
      means[places[i]!] = sums[i]! / problems;
    }
  });
}
