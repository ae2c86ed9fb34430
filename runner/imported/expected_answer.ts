import {
  answerReader,
  type Benchmark,
} from "../../pipeline/study/benchmark.ts";

/**
 * What a tool's expected answer says, or null. Mirrors write more around it than
 * models do: of an integer the one number counts, as in "$336^\\circ$".
 */
export function expectedAnswer(
  target: string | null,
  benchmark: Benchmark,
): string | null {
  if (target === null) return null;
  const read = answerReader(benchmark);
  const said = read(target);
  if (said !== null || benchmark.answer !== "integer") return said;
  const numbers = target.match(/[0-9]+/g) ?? [];
  return numbers.length === 1 ? read(numbers[0]!) : null;
}
