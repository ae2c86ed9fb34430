import type { Votes } from "../statistics/rerun_error.ts";
import { type GradedRun, verdict } from "./grade.ts";

/** How the samples of a problem voted. */
export interface ProblemVotes extends Votes {
  /** Of the missing answers those that were sent and cannot be read. */
  readonly unreadable: number;
}

/** Counts the votes of every problem at one budget (given by its place among the run's budgets). */
export function votesAt(
  { sound, classes, expected }: GradedRun,
  column: number,
): ProblemVotes[] {
  const { samples, budgets } = sound;
  return sound.problems.map((_, problem) => {
    const counts = new Map<number, number>();
    let right = 0;
    let none = 0;
    let unreadable = 0;
    for (let sample = 0; sample < samples; sample++) {
      const answer =
        classes[(problem * samples + sample) * budgets.length + column]!;
      switch (verdict(answer, expected[problem]!)) {
        case "right":
          right++;
          break;
        case "wrong":
          counts.set(answer, (counts.get(answer) ?? 0) + 1);
          break;
        case "none":
          none++;
          break;
        case "unreadable":
          unreadable++;
      }
    }
    return {
      right,
      wrong: [...counts.values()].sort((a, b) => b - a),
      missing: none + unreadable,
      unreadable,
    };
  });
}
