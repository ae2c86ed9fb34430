import { equal } from "node:assert/strict";
import fc from "fast-check";
import { answerReader } from "../../../pipeline/study/benchmark.ts";
import { readStudy } from "../../../pipeline/study/study.ts";

const [aime, gpqa] = readStudy(
  JSON.parse(Deno.readTextFileSync("data/paper/study.json")),
).benchmarks;
const integer = answerReader(aime!);
const letter = answerReader(gpqa!);

Deno.test("answerReader() reads integers as they come after an open box", () => {
  const cases: [string, string | null][] = [
    ["70}", "70"],
    ["070}$ and more", "70"],
    [" 5 }", "5"],
    ["0}", "0"],
    ["000}", "0"],
    ["\\text{12}}", "12"],
    ["12.0}", "12"],
    ["12", "12"],
    ["1234}", null],
    ["-3}", null],
    ["12 or 13}", null],
    ["x}", null],
    ["", null],
  ];
  for (const [text, wanted] of cases) equal(integer(text), wanted, text);
});

Deno.test("answerReader() holds every alternative of a grammar to the front", () => {
  const read = answerReader({ grammar: "^z|([0-9]+)", answer: "integer" });
  equal(read("12"), "12");
  equal(read("x 12"), null);
  equal(read("z12"), null);
  // It keeps nothing of the text before.
  equal(read("12"), "12");
});

Deno.test("answerReader() reads letters in either case", () => {
  const cases: [string, string | null][] = [
    ["A}", "A"],
    ["(b)}", "B"],
    ["\\text{C}}", "C"],
    ["D", "D"],
    ["E}", null],
    ["Apple}", null],
  ];
  for (const [text, wanted] of cases) equal(letter(text), wanted, text);
});

Deno.test("answerReader() reads every integer from 0 to 999 however it is padded", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), fc.nat(3), (n, zeros) => {
      equal(integer(`${"0".repeat(zeros)}${n}}`), String(n));
    }),
  );
});

Deno.test("answerReader() reads any text without failing", () => {
  fc.assert(fc.property(fc.string({ maxLength: 600 }), (text) => {
    const found = integer(text);
    equal(found === null || /^(0|[1-9]\d{0,2})$/.test(found), true);
  }));
});
