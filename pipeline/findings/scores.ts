/** Accuracies that findings decide on: those measured, and those of joint resamples of the problems. */
import { drawSums } from "../statistics/draw_sums.ts";
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

/** What was resampled last, by the shares it came from: variants change few of them, or none. */
let last: {
  readonly columns: readonly Column[];
  readonly scores: Scores[];
  readonly of: string;
} = { columns: [], scores: [], of: "" };

/** Shares of every problem of a measurement, and those to hold a compressed cache against. */
interface Column {
  readonly accuracy: Float64Array;
  readonly matched: Float64Array;
}

/** The accuracies of every resample of the problems, the same draws for all measurements. The same shares give the same scores: read only. */
export function resampledScores(
  measurements: readonly Measurement[],
  resampling: Resampling = RULING_DRAWS,
): readonly Scores[] {
  const of = `${resampling.draws} ${resampling.seed}`;
  const columns = measurements.map(({ perProblem }): Column => ({
    accuracy: perProblem.accuracy,
    matched: perProblem.matched ?? perProblem.accuracy,
  }));
  const isAlike = of === last.of && columns.length === last.columns.length;
  const before = isAlike ? last.columns : [];
  const changed = columns.flatMap((column, at) =>
    column.accuracy === before[at]?.accuracy &&
      column.matched === before[at]?.matched
      ? []
      : [at]
  );
  if (isAlike && changed.length === 0) return last.scores;
  const scores = Array.from({ length: resampling.draws }, (_, draw) => {
    const known = before.length > 0 ? last.scores[draw]! : null;
    return {
      accuracy: known?.accuracy.slice() ?? new Float64Array(columns.length),
      matched: known?.matched.slice() ?? new Float64Array(columns.length),
    };
  });
  const places = {
    accuracy: changed,
    // Most are held against their own accuracy.
    matched: changed.filter((at) =>
      columns[at]!.matched !== columns[at]!.accuracy
    ),
  };
  putMeans(columns, places.accuracy, "accuracy", resampling, scores);
  for (const at of changed) {
    for (const each of scores) each.matched[at] = each.accuracy[at]!;
  }
  putMeans(columns, places.matched, "matched", resampling, scores);
  last = { columns, scores, of };
  return scores;
}

/** Puts the mean of some columns in every draw into its place, two at a time; sums run over the problems in their order. */
function putMeans(
  columns: readonly Column[],
  places: readonly number[],
  part: "accuracy" | "matched",
  { draws, seed }: Resampling,
  scores: readonly Scores[],
): void {
  const alike = Map.groupBy(places, (at) => columns[at]![part].length);
  const sums = [new Float64Array(draws), new Float64Array(draws)] as const;
  for (const [problems, ats] of alike) {
    const drawn = problemDraws(problems, draws, seed);
    for (let i = 0; i < ats.length; i += 2) {
      const pair = [ats[i]!, ats[i + 1] ?? ats[i]!] as const;
      const [one, other] = pair.map((at) => columns[at]![part]);
      drawSums(drawn, one!, other!, ...sums);
      pair.forEach((at, which) => {
        const own = sums[which]!;
        for (let draw = 0; draw < draws; draw++) {
          scores[draw]![part][at] = own[draw]! / problems;
        }
      });
    }
  }
}
