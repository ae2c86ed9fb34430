/** Two scenarios problem by problem, in a sentence. */
import { pairedDifference } from "../../pipeline/statistics/paired.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../../pipeline/statistics/resample.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";
import { named } from "./chart.ts";

const line = (scenario: Measurement) => named(scenario).replaceAll("\n", ", ");

/** What was clicked last against what was clicked before it; says how to begin while there are not two. */
export function comparison(clicked: readonly Measurement[]): string {
  const [a, b] = clicked;
  if (!a) return "Click two dots to compare them problem by problem.";
  if (!b) return `${line(a)}. Click another to compare.`;
  if (a.problems !== b.problems) {
    return "These two answered different problems.";
  }
  const { draws, seed } = INTERVAL_DRAWS;
  const { mean, lower, upper } = pairedDifference(
    a.perProblem.accuracy,
    b.perProblem.accuracy,
    problemDraws(a.problems, draws, seed),
  );
  const points = [mean, lower, upper].map((each) => (100 * each).toFixed(1));
  const says = lower > 0
    ? "The first is better"
    : upper < 0
    ? "The second is better"
    : `${a.problems} problems cannot tell them apart`;
  return `${line(a)} – against – ${line(b)}: ${
    points[0]
  } points (95 % interval ${points[1]} to ${points[2]}). ${says}.`;
}
