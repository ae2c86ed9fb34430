/** AIME 2025 from the files of its public mirrors. */
import { type Converted, type Row, textIn } from "./row.ts";

/** The published answers of the first and the second contest, in the order of the problems. No two are alike. */
const ANSWERS: Readonly<Record<string, readonly number[]>> = {
  i: [70, 588, 16, 117, 279, 504, 821, 77, 62, 81, 259, 510, 204, 60, 735],
  ii: [468, 49, 82, 106, 336, 293, 237, 610, 149, 907, 113, 19, 248, 104, 240],
};

const PROBLEMS = Object.entries(ANSWERS).flatMap(([contest, answers]) =>
  answers.map((answer, at) => ({
    id: `aime25-${contest}-${String(at + 1).padStart(2, "0")}`,
    answer: String(answer),
  }))
);

const INSTRUCTION =
  "Please reason step by step, and put your final answer within \\boxed{}.";

/** The number an answer column means, whatever stands around it: 70, "070", "$336^\circ$", "\boxed{70}". */
function answerOf(row: Row): string | null {
  const text = textIn(row, ["answer", "Answer", "final_answer"]);
  const numbers = text?.match(/[0-9]+/g) ?? [];
  return numbers.length === 1 ? String(Number(numbers[0])) : null;
}

/**
 * The 30 problems from the rows of any of the mirrors, in any order and number
 * of files. Each is recognised by its answer. RangeError, without a word of a
 * problem, for rows that are none, missing or twice there.
 */
export function aime25(rows: readonly Row[]): Converted {
  const byAnswer = new Map(PROBLEMS.map(({ id, answer }) => [answer, id]));
  const messages = new Map<string, string>();
  const wrong: string[] = [];
  for (const [at, row] of rows.entries()) {
    const answer = answerOf(row);
    const text = textIn(row, ["problem", "question", "Problem", "Question"]);
    const id = answer === null ? undefined : byAnswer.get(answer);
    if (text === null) wrong.push(`row ${at} has no problem or question`);
    else if (id === undefined) {
      wrong.push(`row ${at} has answer ${answer}, which no problem has`);
    } else if (messages.has(id)) wrong.push(`row ${at} repeats ${id}`);
    else messages.set(id, `${text}\n\n${INSTRUCTION}`);
  }
  const missing = PROBLEMS.filter(({ id }) => !messages.has(id));
  if (missing.length > 0) {
    wrong.push(`${missing.map(({ id }) => id).join(", ")} missing`);
  }
  if (wrong.length > 0) {
    throw new RangeError(`Cannot use these rows as AIME 2025: ${told(wrong)}`);
  }
  return { problems: PROBLEMS, messages };
}

/** The first few of some problems. */
export function told(problems: readonly string[]): string {
  const more = problems.length - 5;
  return problems.slice(0, 5).join("; ") + (more > 0 ? `; ${more} more` : "");
}
