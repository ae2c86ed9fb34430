import { equal } from "node:assert/strict";
import fc from "fast-check";
import { expectedAnswer } from "../../../runner/imported/expected_answer.ts";
import { wanted } from "../../fixtures/imported.ts";

const { benchmark } = wanted();
const letters = {
  ...benchmark,
  answer: "letter" as const,
  grammar: "^\\(?([A-Da-d])(?![A-Za-z])",
};

Deno.test("expectedAnswer() worked by hand: as the mirrors of AIME and GPQA write it", () => {
  for (const target of ["336", "0336", "$336^\\circ$", "\\boxed{336}"]) {
    equal(expectedAnswer(target, benchmark), "336", target);
  }
  for (const target of ["1/2", "3 #### 4", "none", "", null]) {
    equal(expectedAnswer(target, benchmark), null, String(target));
  }
  equal(expectedAnswer("(c)", letters), "C");
  equal(expectedAnswer("choice 3", letters), null);
});

Deno.test("expectedAnswer() finds the one number in whatever stands around it", () => {
  const around = fc.string().filter((text) => !/[0-9]/.test(text));
  fc.assert(fc.property(fc.nat(999), around, around, (number, a, b) => {
    equal(expectedAnswer(`${a}${number}${b}`, benchmark), String(number));
  }));
});
