/** GPQA-Diamond from the file its authors give to whoever promises not to show it around. */
import { createHash } from "node:crypto";
import { told } from "./aime25.ts";
import { permutation } from "./permutation.ts";
import { type Converted, type Row, textIn } from "./row.ts";

const COUNT = 198;
const LETTERS = ["A", "B", "C", "D"] as const;
const CHOICES = [
  "Correct Answer",
  "Incorrect Answer 1",
  "Incorrect Answer 2",
  "Incorrect Answer 3",
];

const INSTRUCTION =
  "Please reason step by step, and put the letter of your choice within \\boxed{}.";

/**
 * The 198 questions, by id: `gpqa-` and ten digits of the SHA-256 of their
 * record id, which the order of the file does not change. The four choices of
 * each are put into one order that follows from the seed and the id, and the
 * expected letter says where the right one then stands. RangeError, without a
 * word of a question, for rows that are none, twice there, or not 198.
 */
export function gpqaDiamond(
  rows: readonly Row[],
  choiceSeed: number,
  count = COUNT,
): Converted {
  const messages = new Map<string, string>();
  const answers = new Map<string, string>();
  const wrong: string[] = [];
  for (const [at, row] of rows.entries()) {
    const record = textIn(row, ["Record ID"]);
    const question = textIn(row, ["Question"]);
    const choices = CHOICES.map((column) => textIn(row, [column]));
    const lacks = [
      ...(record === null ? ["Record ID"] : []),
      ...(question === null ? ["Question"] : []),
      ...CHOICES.filter((_, choice) => choices[choice] === null),
    ];
    if (lacks.length > 0) {
      wrong.push(`row ${at} has no ${lacks.join(", ")}`);
      continue;
    }
    if (choices.indexOf(choices[0]!, 1) > 0) {
      wrong.push(`row ${at} has its right answer among the wrong ones`);
      continue;
    }
    const id = `gpqa-${
      createHash("sha256").update(record!).digest("hex").slice(0, 10)
    }`;
    if (messages.has(id)) {
      wrong.push(`row ${at} repeats another`);
      continue;
    }
    const order = permutation(choiceSeed, id, CHOICES.length);
    const lines = order.map((choice, place) =>
      `${LETTERS[place]}) ${choices[choice]}`
    );
    messages.set(id, `${question}\n\n${lines.join("\n")}\n\n${INSTRUCTION}`);
    answers.set(id, LETTERS[order.indexOf(0)]!);
  }
  if (wrong.length === 0 && messages.size !== count) {
    wrong.push(`there are ${messages.size} instead of ${count}`);
  }
  if (wrong.length > 0) {
    throw new RangeError(
      `Cannot use these rows as GPQA-Diamond: ${told(wrong)}`,
    );
  }
  const ids = [...messages.keys()].sort();
  return {
    problems: ids.map((id) => ({ id, answer: answers.get(id)! })),
    messages,
  };
}
