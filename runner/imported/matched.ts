import {
  answerReader,
  type Benchmark,
  type BenchmarkFile,
} from "../../pipeline/study/benchmark.ts";
import { expectedAnswer } from "./expected_answer.ts";
import {
  type ForeignLog,
  type LoggedProblem,
  refuseLog,
} from "./foreign_log.ts";

/** How a log's problems are recognised: by id, by their order, or by their expected answer. */
export const MATCHES = ["id", "order", "answer"] as const;

/** How a log's problems are recognised. */
export type Match = typeof MATCHES[number];

/**
 * The entries of a log for each problem of a benchmark, in the order of its
 * file. Whatever a problem is recognised by, the log must expect the answer the
 * benchmark does: another problem, or another order of choices, is refused.
 * DataProblems with all that do not fit.
 */
export function matched(
  { problems }: ForeignLog,
  file: string,
  benchmark: Benchmark,
  { problems: known }: BenchmarkFile,
  match: Match,
): LoggedProblem[][] {
  const read = answerReader(benchmark);
  const expected = known.map(({ answer }) => read(answer));
  if (match === "answer") refuseTwins(expected, benchmark.name);
  const ids = new Map(known.map(({ id }, at) => [id, at]));
  const found = known.map((): LoggedProblem[] => []);
  const wrong: string[] = [];
  for (const logged of problems) {
    const target = expectedAnswer(logged.target, benchmark);
    const tell = (what: string) => wrong.push(`${logged.place}: ${what}`);
    if (target === null) {
      tell(
        logged.target === null
          ? "it has no single expected answer, so nothing shows which problem it is"
          : `the grammar of ${benchmark.name} does not read its expected answer ${
            JSON.stringify(logged.target.slice(0, 40))
          }`,
      );
      continue;
    }
    const at = {
      id: () => ids.get(logged.id ?? "") ?? -1,
      order: () => logged.position ?? -1,
      answer: () => expected.indexOf(target),
    }[match]();
    if (!(at in known)) {
      tell(unknown(logged, match, benchmark.name, known.length));
    } else if (expected[at] !== target) {
      tell(
        `it expects ${target}, ${known[at]!.id} of ${benchmark.name} has ${
          expected[at]
        }: another problem, or its choices in another order`,
      );
    } else found[at]!.push(logged);
  }
  refuseLog(file, wrong);
  return found;
}

function refuseTwins(
  expected: readonly (string | null)[],
  benchmark: string,
): void {
  const twin = expected.find((each, at) => expected.indexOf(each) < at);
  if (twin === undefined) return;
  throw new RangeError(
    `Cannot match by answer: ${twin} is the answer of several problems of ${benchmark}`,
  );
}

function unknown(
  { id, position, target }: LoggedProblem,
  match: Match,
  benchmark: string,
  count: number,
): string {
  switch (match) {
    case "id":
      return `${benchmark} has no problem ${
        JSON.stringify(id)
      }; match by order or answer?`;
    case "order":
      return `its place is ${
        position ?? "not told"
      }, ${benchmark} has ${count} problems`;
    case "answer":
      return `${benchmark} has no problem with the answer ${target}`;
  }
}
