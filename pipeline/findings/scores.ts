/** Accuracies that findings decide on: those measured, and those of joint resamples of the problems. */
import { problemDraws, RULING_DRAWS } from "../statistics/resample.ts";
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
): Scores[] {
  const empty = () => new Float64Array(measurements.length);
  const scores = Array.from(
    { length: RULING_DRAWS.draws },
    () => ({ accuracy: empty(), matched: empty() }),
  );
  const drawnBy = new Map<number, DrawnByProblem>();
  measurements.forEach(({ problems, perProblem }, at) => {
    const drawn = drawnBy.get(problems) ?? drawnByProblem(problems);
    drawnBy.set(problems, drawn);
    const accuracy = drawnMeans(perProblem.accuracy, drawn);
    const matched = perProblem.matched
      ? drawnMeans(perProblem.matched, drawn)
      : accuracy;
    for (let draw = 0; draw < scores.length; draw++) {
      scores[draw]!.accuracy[at] = accuracy[draw]!;
      scores[draw]!.matched[at] = matched[draw]!;
    }
  });
  return scores;
}

/** For each problem how often every draw has it: sums over the draws side by side are the fastest. */
type DrawnByProblem = readonly Float64Array[];

function drawnByProblem(problems: number): DrawnByProblem {
  const { draws, seed } = RULING_DRAWS;
  const { counts } = problemDraws(problems, draws, seed);
  const drawn = Array.from(
    { length: problems },
    () => new Float64Array(draws),
  );
  counts.forEach((count, k) => {
    drawn[k % problems]![Math.floor(k / problems)] = count;
  });
  return drawn;
}

/** The mean over the problems of each draw. */
function drawnMeans(
  perProblem: Float64Array,
  drawn: DrawnByProblem,
): Float64Array {
  const means = new Float64Array(RULING_DRAWS.draws);
  drawn.forEach((counts, problem) => {
    const share = perProblem[problem]!;
    for (let i = 0; i < means.length; i++) {
      means[i] = means[i]! + counts[i]! * share;
    }
  });
  return means.map((sum) => sum / drawn.length);
}
