import type { Votes } from "../statistics/rerun_error.ts";
import type { Run } from "../study/run.ts";
import { type GradedRun, NONE } from "./grade.ts";

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

/** Counts the samples of every problem at one budget (given by its place among the run's budgets). */
export function tallyAt(
  { sound: { problems, samples, budgets }, classes, expected }: GradedRun,
  column: number,
): Tally {
  const right = new Int32Array(problems.length);
  const missing = new Int32Array(problems.length);
  const unreadable = new Int32Array(problems.length);
  let cell = column;
  for (let problem = 0; problem < right.length; problem++) {
    const wanted = expected[problem]!;
    let hits = 0;
    let none = 0;
    let unread = 0;
    for (let i = 0; i < samples; i++, cell += budgets.length) {
      const answer = classes[cell]!;
      if (answer === wanted) hits++;
      else if (answer === NONE) none++;
      else if (answer < 0) unread++;
    }
    right[problem] = hits;
    missing[problem] = none + unread;
    unreadable[problem] = unread;
  }
  return { right, missing, unreadable };
}

/** Counts the votes of every problem at one budget (given by its place among the run's budgets). */
export function votesAt(
  { sound, readable, classes, expected }: GradedRun,
  column: number,
): ProblemVotes[] {
  const { samples, budgets } = sound;
  const counts = new Int32Array(readable);
  return sound.problems.map((_, problem) => {
    /** Wrong answers given, each once. */
    const given: number[] = [];
    let right = 0;
    let none = 0;
    let unreadable = 0;
    let cell = problem * samples * budgets.length + column;
    for (let i = 0; i < samples; i++, cell += budgets.length) {
      const answer = classes[cell]!;
      if (answer === expected[problem]) right++;
      else if (answer >= 0) {
        if (counts[answer] === 0) given.push(answer);
        counts[answer]!++;
      } else if (answer === NONE) none++;
      else unreadable++;
    }
    const wrong = Array<number>(given.length);
    for (let i = 0; i < given.length; i++) {
      wrong[i] = counts[given[i]!]!;
      counts[given[i]!] = 0;
    }
    if (wrong.length > 1) wrong.sort((a, b) => b - a);
    return {
      right,
      wrong,
      missing: none + unreadable,
      unreadable,
    };
  });
}
