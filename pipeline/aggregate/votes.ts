import type { Votes } from "../statistics/rerun_error.ts";
import type { GradedRun } from "./grade.ts";

/** Counts the votes of every problem at one budget (given by its place among the run's budgets). */
export function votesAt(
  { sound, classes, expected }: GradedRun,
  column: number,
): Votes[] {
  const { samples, budgets } = sound;
  return sound.problems.map((_, problem) => {
    const counts = new Map<number, number>();
    let right = 0;
    let missing = 0;
    for (let sample = 0; sample < samples; sample++) {
      const answer =
        classes[(problem * samples + sample) * budgets.length + column]!;
      if (answer < 0) missing++;
      else if (answer === expected[problem]) right++;
      else counts.set(answer, (counts.get(answer) ?? 0) + 1);
    }
    return {
      right,
      wrong: [...counts.values()].sort((a, b) => b - a),
      missing,
    };
  });
}
