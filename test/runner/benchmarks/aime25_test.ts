import { deepEqual, equal, throws } from "node:assert/strict";
import { aime25 } from "../../../runner/benchmarks/aime25.ts";

/** The ids and answers every data set of ours has. */
const KNOWN: { id: string; answer: string }[] = JSON.parse(
  Deno.readTextFileSync("data/paper/aime25.json"),
).problems;

const rows = (of: (answer: string, at: number) => Record<string, unknown>) =>
  KNOWN.map(({ answer }, at) => of(answer, at));

Deno.test("aime25() reads the columns of every mirror, whatever stands around an answer", () => {
  for (
    const all of [
      rows((answer, at) => ({ id: at, problem: `made up ${at}`, answer })),
      rows((answer, at) => ({ question: `made up ${at}`, answer })),
      rows((answer, at) => ({
        problem_idx: BigInt(at),
        problem: ` made up ${at} `,
        answer: BigInt(answer),
      })),
      rows((answer, at) => ({
        problem: `made up ${at}`,
        answer: at % 2 ? `$${answer}^\\circ$` : `\\boxed{0${answer}}`,
      })),
    ]
  ) {
    const { problems, messages } = aime25(all.toReversed());
    deepEqual(problems, KNOWN);
    for (const [at, { id }] of KNOWN.entries()) {
      equal(
        messages.get(id),
        `made up ${at}\n\nPlease reason step by step, and put your final answer within \\boxed{}.`,
      );
    }
  }
});

Deno.test("aime25() tells what is wrong, never a word of a problem", () => {
  const all = rows((answer) => ({ problem: "a secret", answer }));
  const refused = (its: Record<string, unknown>[], message: RegExp) =>
    throws(() => aime25(its), (error: Error) => {
      equal(error.message.includes("secret"), false);
      return message.test(error.message);
    });
  refused(all.slice(1), /AIME 2025: aime25-i-01 missing$/);
  refused(all.slice(0, 15), /aime25-ii-01, .*aime25-ii-15 missing$/);
  refused([...all, all[3]!], /row 30 repeats aime25-i-04$/);
  refused(
    all.with(2, { problem: "a secret", answer: "17" }),
    /row 2 has answer 17, which no problem has; aime25-i-03 missing/,
  );
  refused(all.with(2, { answer: "16" }), /row 2 has no problem or question/);
  refused(all.with(2, { problem: "a secret" }), /row 2 has answer null/);
  refused([], /missing/);
});
