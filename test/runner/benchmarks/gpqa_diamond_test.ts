import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { gpqaDiamond } from "../../../runner/benchmarks/gpqa_diamond.ts";

const row = (at: number) => ({
  "Record ID": `rec${at}`,
  Question: `made up ${at}? `,
  "Correct Answer": ` right ${at}\n`,
  "Incorrect Answer 1": `wrong ${at}a`,
  "Incorrect Answer 2": `wrong ${at}b`,
  "Incorrect Answer 3": `wrong ${at}c`,
  Explanation: "a secret",
  "Canary String": "a canary",
});
const rows = (count = 198) => Array.from({ length: count }, (_, at) => row(at));

Deno.test("gpqaDiamond(): the expected letter stands before the right choice, of four in every order", () => {
  const { problems, messages } = gpqaDiamond(rows(), 1);
  equal(problems.length, 198);
  const letters = new Map<string, number>();
  for (const { id, answer } of problems) {
    const message = messages.get(id)!;
    const chosen = new RegExp(`^${answer}\\) (right|wrong)`, "m").exec(
      message,
    )!;
    equal(chosen[1], "right");
    equal(message.match(/^[A-D]\) /gm)!.length, 4);
    ok(message.endsWith("the letter of your choice within \\boxed{}."));
    equal(message.includes("secret"), false);
    letters.set(answer, (letters.get(answer) ?? 0) + 1);
  }
  for (const letter of ["A", "B", "C", "D"]) ok(letters.get(letter)! > 25);
});

Deno.test("gpqaDiamond() does not hang on the order of the rows, and does on the seed", () => {
  const its = gpqaDiamond(rows(), 1);
  deepEqual(gpqaDiamond(rows().toReversed(), 1).problems, its.problems);
  const other = gpqaDiamond(rows(), 2).problems;
  deepEqual(other.map(({ id }) => id), its.problems.map(({ id }) => id));
  notDeepEqual(other, its.problems);
});

Deno.test("gpqaDiamond() tells what is wrong, never a word of a question", () => {
  const refused = (its: Record<string, unknown>[], message: RegExp) =>
    throws(() => gpqaDiamond(its, 1), (error: Error) => {
      ok(
        !/made up|right \d|wrong \d|secret|canary/.test(error.message),
        error.message,
      );
      return message.test(error.message);
    });
  refused(rows(197), /there are 197 instead of 198/);
  refused(
    rows().with(5, { ...row(5), "Correct Answer": "" }),
    /row 5 has no Correct Answer/,
  );
  refused(
    rows().with(5, { ...row(5), "Record ID": "rec4" }),
    /row 5 repeats another/,
  );
  refused(
    rows().with(5, { ...row(5), "Incorrect Answer 2": "right 5" }),
    /row 5 has its right answer among the wrong/,
  );
  refused([{}], /row 0 has no Record ID, Question, Correct Answer/);
});
