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

/** Accuracies of the problems of one scenario under every other reading. */
export interface Recount {
  /** The scenario's name. */
  readonly of: string;
  readonly accuracies: readonly Float64Array[];
}

/** Counts the votes of a run's groups at one budget under every other reading; one alone is not outvoted. */
export function recounts({ run, budget, groups, votes }: Ballot): Recount[] {
  const voting = groups.filter((group) => group > 1);
  const byReading = READINGS.map(({ wrong }) =>
    votes.map((each) => majorityCurve(each.right, wrong(each), 0, voting))
  );
  return voting.map((group, column) => ({
    of: scenarioName({ ...run, budget, group }),
    accuracies: byReading.map((curves) =>
      Float64Array.from(curves, (curve) => curve[column]!)
    ),
  }));
}

/** The same measurements with the votes of groups as recounted, once for each other reading; none where nothing is missing. */
export function revotes(
  counted: readonly Recount[],
  measurements: readonly Measurement[],
): Revote[] {
  const isMissing = measurements.some(({ group, missingShare }) =>
    group > 1 && missingShare > 0
  );
  if (!isMissing) return [];
  const anew = new Map(counted.map(({ of, accuracies }) => [of, accuracies]));
  return READINGS.map(({ statement }, reading) => ({
    statement,
    measurements: measurements.map((m) => {
      const accuracy = m.group > 1
        ? anew.get(scenarioName(m))?.[reading]
        : undefined;
      return accuracy
        ? {
          ...m,
          accuracy: accuracy.reduce((sum, each) => sum + each, 0) /
            accuracy.length,
          perProblem: { ...m.perProblem, accuracy },
        }
        : m;
    }),
  }));
}
