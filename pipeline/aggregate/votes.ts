import type { Votes } from "../statistics/rerun_error.ts";
import type { Run } from "../study/run.ts";
import { columns, wholesAt, withPlaces } from "../store/columns_kernel.ts";
import type { GradedRun } from "./grade.ts";

/** How the samples of a problem voted. */
export interface ProblemVotes extends Votes {
  /** Of the missing answers those that were sent and cannot be read. */
  readonly unreadable: number;
}

/** The votes of a run at one budget, and the groups that count them. */
export interface Ballot {
  readonly run: Run;
  readonly budget: number;
  readonly groups: readonly number[];
  readonly votes: readonly ProblemVotes[];
}

/** Samples of every problem at one budget that are right, missing, and of these unreadable. */
export interface Tally {
  readonly right: Int32Array;
  readonly missing: Int32Array;
  readonly unreadable: Int32Array;
}

/** Counts out of so many samples as shares. */
export function sharesOfCounts(
  counts: Int32Array,
  samples: number,
): Float64Array {
  const shares = new Float64Array(counts.length);
  for (let i = 0; i < shares.length; i++) shares[i] = counts[i]! / samples;
  return shares;
}

/** Counts the first samples of every problem, all unless given, at one budget (given by its place among the run's budgets). */
export function tallyAt(
  { sound, answer, classOf, expected }: GradedRun,
  column: number,
  first = sound.samples,
): Tally {
  const { problems: { length: problems }, samples, budgets } = sound;
  return withPlaces(
    [answer, classOf, expected],
    3 * problems,
    ([answers, classes, wanted], room) => {
      columns.tally(
        ...[answers!, classes!, wanted!, problems, samples, budgets.length],
        ...[column, first, room],
      );
      const counts = wholesAt(room, 3 * problems).slice();
      const unreadable = counts.subarray(2 * problems);
      const missing = counts.subarray(problems, 2 * problems);
      for (let i = 0; i < problems; i++) missing[i]! += unreadable[i]!;
      return { right: counts.subarray(0, problems), missing, unreadable };
    },
  );
}

/** Counts the votes of every problem at one budget (given by its place among the run's budgets). */
export function votesAt(
  { sound, readable, answer, classOf, expected }: GradedRun,
  column: number,
): ProblemVotes[] {
  const { samples, budgets } = sound;
  const problems = sound.problems.length;
  const width = 4 + samples;
  return withPlaces(
    [answer, classOf, expected, new Int32Array(readable)],
    width * problems,
    ([answers, classes, wanted, counts], room) => {
      columns.votes(
        ...[answers!, classes!, wanted!, problems, samples, budgets.length],
        ...[column, counts!, room],
      );
      const found = wholesAt(room, width * problems);
      return Array.from({ length: problems }, (_, problem) => {
        const at = width * problem;
        const [right, none, unreadable, given] = found.subarray(at, at + 4);
        return {
          right: right!,
          wrong: [...found.subarray(at + 4, at + 4 + given!)],
          missing: none! + unreadable!,
          unreadable: unreadable!,
        };
      });
    },
  );
}
