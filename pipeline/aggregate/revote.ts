/** Majority votes under the other two readings of a missing answer, as sensitivity (statistics.md A1). */
import { majorityCurve } from "../statistics/majority.ts";
import { type Measurement, scenarioName } from "../study/measurement.ts";
import type { Ballot, ProblemVotes } from "./votes.ts";

/** A reading of missing answers other than that they abstain. */
interface Reading {
  readonly statement: string;
  readonly wrong: (votes: ProblemVotes) => readonly number[];
}

const READINGS: readonly Reading[] = [
  {
    statement: "Missing answers vote as one answer",
    wrong: ({ wrong, missing }) => missing > 0 ? [...wrong, missing] : wrong,
  },
  {
    statement: "Every missing answer votes for itself",
    wrong: ({ wrong, missing }) => [
      ...wrong,
      ...Array.from({ length: missing }, () => 1),
    ],
  },
];

/** Measurements under one reading. */
export interface Revote {
  readonly statement: string;
  readonly measurements: readonly Measurement[];
}

/** The same measurements with the votes of groups counted anew, once for each other reading; none where nothing is missing. */
export function revotes(
  ballots: readonly Ballot[],
  measurements: readonly Measurement[],
): Revote[] {
  const isMissing = measurements.some(({ group, missingShare }) =>
    group > 1 && missingShare > 0
  );
  if (!isMissing) return [];
  return READINGS.map(({ statement, wrong }) => {
    const anew = new Map<string, Float64Array>();
    for (const { run, budget, groups, votes } of ballots) {
      const curves = votes.map((each) =>
        majorityCurve(each.right, wrong(each), 0, groups)
      );
      groups.forEach((group, column) =>
        anew.set(
          scenarioName({ ...run, budget, group }),
          Float64Array.from(curves, (curve) => curve[column]!),
        )
      );
    }
    return {
      statement,
      measurements: measurements.map((m) => {
        const accuracy = m.group > 1 ? anew.get(scenarioName(m)) : undefined;
        return accuracy
          ? {
            ...m,
            accuracy: accuracy.reduce((sum, each) => sum + each, 0) /
              accuracy.length,
            perProblem: { ...m.perProblem, accuracy },
          }
          : m;
      }),
    };
  });
}
