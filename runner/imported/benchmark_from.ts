import type {
  Benchmark,
  BenchmarkFile,
} from "../../pipeline/study/benchmark.ts";
import { expectedAnswer } from "./expected_answer.ts";
import { type ForeignLog, refuseLog } from "./foreign_log.ts";

/**
 * The problems of a log as those of a benchmark, numbered by their places in
 * the tool's data set, with the answers the tool expects. DataProblems for
 * entries without a place or a readable expected answer, and for places with
 * several.
 */
export function benchmarkFrom(
  { problems }: ForeignLog,
  file: string,
  benchmark: Benchmark,
): BenchmarkFile["problems"] {
  const answers = new Map<number, string>();
  const wrong: string[] = [];
  for (const { place, position, target } of problems) {
    const answer = expectedAnswer(target, benchmark);
    if (position === null) wrong.push(`${place}: its place is not told`);
    else if (answer === null) {
      wrong.push(
        `${place}: the grammar of ${benchmark.name} does not read its expected answer`,
      );
    } else if ((answers.get(position) ?? answer) !== answer) {
      wrong.push(
        `${place}: it expects ${answer}, elsewhere ${answers.get(position)}`,
      );
    } else answers.set(position, answer);
  }
  // Matching by order counts places without gaps.
  for (let position = 0; position < answers.size; position++) {
    if (!answers.has(position)) wrong.push(`place ${position} has no response`);
  }
  refuseLog(file, wrong.slice(0, 1000));
  const digits = Math.max(2, String(answers.size).length);
  return [...answers].sort(([a], [b]) => a - b).map(([position, answer]) => ({
    id: `${benchmark.name}-${String(position + 1).padStart(digits, "0")}`,
    answer,
  }));
}
