import { equal } from "node:assert/strict";
import fc from "fast-check";
import { answerText } from "../../../runner/imported/answer_text.ts";

const reading = { thinkingEnds: "</think>", answerAfter: ["\\boxed{"] };

Deno.test("answerText() worked by hand: behind the last box of what follows the thinking", () => {
  const cases: [string, string | null][] = [
    ["\\boxed{7}", "7}"],
    ["maybe \\boxed{6}, no: \\boxed{7}.", "7}."],
    ["\\boxed{6}</think>It is \\boxed{7}", "7}"],
    // Thought of, never said.
    ["\\boxed{6}</think>I do not know", null],
    ["It is 7", null],
    ["", null],
    ["\\boxed{", ""],
  ];
  for (const [response, answer] of cases) {
    equal(answerText(response, reading), answer, response);
  }
});

Deno.test("answerText() takes the last of several announcements, and all of the response where thinking has no end", () => {
  const both = { answerAfter: ["ANSWER: ", "\\boxed{"] };
  equal(answerText("\\boxed{A}\nANSWER: B", both), "B");
  equal(answerText("ANSWER: B\n\\boxed{A}", both), "A}");
  equal(answerText("\\boxed{6}</think>nothing", both), "6}</think>nothing");
});

Deno.test("answerText() gives 256 characters of whatever stands behind the marker", () => {
  const noMarker = fc.string().filter((text) =>
    !text.includes("boxed") && !text.includes("think")
  );
  fc.assert(fc.property(fc.string(), noMarker, (before, answer) => {
    equal(
      answerText(`${before}</think>\\boxed{${answer}`, reading),
      answer.slice(0, 256),
    );
  }));
});
