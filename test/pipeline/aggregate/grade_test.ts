import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { grade } from "../../../pipeline/aggregate/grade.ts";
import { votesAt } from "../../../pipeline/aggregate/votes.ts";
import type { Benchmark } from "../../../pipeline/study/benchmark.ts";
import { plannedRuns } from "../../../pipeline/study/run.ts";
import { readStudy } from "../../../pipeline/study/study.ts";
import { soundRun } from "../../fixtures/sound_run.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";

const [aime, gpqa] = readStudy(
  JSON.parse(Deno.readTextFileSync("data/paper/study.json")),
).benchmarks;

/** What grading decides of a generation. */
type Verdict = "right" | "wrong" | "none" | "unreadable";

/** The verdict on each answer text, all of them samples of one problem. */
function verdicts(
  benchmark: Benchmark,
  expected: string,
  texts: readonly (string | null)[],
): Verdict[] {
  const study = tinyStudy({
    benchmarks: [{
      ...benchmark,
      file: "one.json",
      kvStrategies: undefined,
      groups: undefined,
    }],
    budgets: [8],
    groups: [1],
    samples: { full: 1, compressed: 1 },
  });
  const file = {
    schema: 1 as const,
    benchmark: benchmark.name,
    answer: benchmark.answer,
    problems: [{ id: "p", answer: expected }],
  };
  const [run] = plannedRuns(study);
  return texts.map((text) => {
    const [votes] = votesAt(
      grade(soundRun(study, run!, file, () => text), file),
      0,
    );
    const { right, wrong, missing, unreadable } = votes!;
    equal(right + wrong.length + missing, 1);
    if (right === 1) return "right";
    if (wrong.length === 1) return "wrong";
    return unreadable === 1 ? "unreadable" : "none";
  });
}

function checkTable(
  benchmark: Benchmark,
  expected: string,
  table: readonly (readonly [string | null, Verdict])[],
): void {
  const found = verdicts(benchmark, expected, table.map(([text]) => text));
  deepEqual(table.map(([text], i) => [text, found[i]]), table);
}

Deno.test("grade() reads awkward integers with the paper's grammar: 73 is expected", () => {
  checkTable(aime!, "73", [
    ["73}", "right"],
    ["073}", "right"],
    ["00000073}", "right"],
    ["73", "right"],
    [" \n73 }", "right"],
    ["$73$}", "right"],
    ["\\text{73}}", "right"],
    ["\\mathbf{ 73}}", "right"],
    ["\\boxed{73}}", "right"],
    ["73.}", "right"],
    ["73.000}", "right"],
    ["73}$ since 1 + 1 = 3}", "right"],
    ["73\n}", "right"],
    ["7}3}", "wrong"],
    ["730}", "wrong"],
    ["037}", "wrong"],
    ["0}", "wrong"],
    ["73.5}", "unreadable"],
    ["1073}", "unreadable"],
    ["1,073}", "unreadable"],
    ["-73}", "unreadable"],
    ["+73}", "unreadable"],
    ["7 3}", "unreadable"],
    ["73^\\circ}", "unreadable"],
    ["\\frac{73}{1}}", "unreadable"],
    ["x = 73}", "unreadable"],
    ["73 or 74}", "unreadable"],
    ["seventy-three}", "unreadable"],
    ["0x49}", "unreadable"],
    ["\uff17\uff13}", "unreadable"],
    ["\u0667\u0663}", "unreadable"],
    ["}", "unreadable"],
    ["", "unreadable"],
    [" ".repeat(300) + "73}", "unreadable"],
    [null, "none"],
  ]);
});

Deno.test("grade() reads zero however it is padded: 0 is expected", () => {
  checkTable(aime!, "0", [
    ["0}", "right"],
    ["000}", "right"],
    ["0000000}", "right"],
    ["0.0}", "right"],
    ["}", "unreadable"],
    [null, "none"],
  ]);
});

Deno.test("grade() reads an expected answer as it reads the others: 007 is 7", () => {
  checkTable(aime!, "007", [["7}", "right"], ["07}", "right"], [
    "70}",
    "wrong",
  ]]);
});

Deno.test("grade() makes 07 and 7 one answer whatever the grammar leaves in", () => {
  const greedy = { ...aime!, grammar: "^([0-9]+)" };
  checkTable(greedy, "007", [
    ["7}", "right"],
    ["07}", "right"],
    ["0007}", "right"],
    ["70}", "wrong"],
    ["00}", "wrong"],
  ]);
});

Deno.test("grade() reads awkward letters with the paper's grammar: B is expected", () => {
  checkTable(gpqa!, "B", [
    ["B}", "right"],
    ["b}", "right"],
    ["(B)}", "right"],
    ["\\text{B}}", "right"],
    ["\\textbf{(B) 4.2 eV}}", "right"],
    ["$\\mathrm{B}$", "right"],
    ["B. The second", "right"],
    ["B) The second", "right"],
    ["B", "right"],
    ["\n B }", "right"],
    ["A}", "wrong"],
    ["d}", "wrong"],
    ["E}", "unreadable"],
    ["Because", "unreadable"],
    ["BA}", "unreadable"],
    ["Answer: B}", "unreadable"],
    ["2}", "unreadable"],
    ["\u0392}", "unreadable"],
    ["", "unreadable"],
    [null, "none"],
  ]);
});

Deno.test("grade() gives every spelling of a value one class, and no other", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(999), fc.nat(4)), { minLength: 1 }),
      (answers) => {
        const study = tinyStudy({
          budgets: [8],
          groups: [1],
          samples: { full: answers.length, compressed: 1 },
        });
        const file = {
          schema: 1 as const,
          benchmark: "sums",
          answer: "integer" as const,
          problems: [{ id: "p", answer: "1" }],
        };
        const { answer, classOf } = grade(
          soundRun(study, plannedRuns(study)[0]!, file, (_, sample) => {
            const [value, zeros] = answers[sample]!;
            return `${"0".repeat(zeros)}${value}}`;
          }),
          file,
        );
        for (const [i, [a]] of answers.entries()) {
          for (const [j, [b]] of answers.entries()) {
            equal(
              classOf[answer[i]!] === classOf[answer[j]!],
              a === b,
            );
          }
        }
      },
    ),
  );
});

Deno.test("grade() keeps apart an answer that was not sent and one that cannot be read; nobody need give the expected one", () => {
  deepEqual(
    verdicts(aime!, "73", [null, "?", "73}", "74}"]),
    ["none", "unreadable", "right", "wrong"],
  );
});

Deno.test("grade() refuses an expected answer that its own grammar does not read", () => {
  throws(
    () => verdicts(aime!, "seven", ["7}"]),
    /^TypeError: Cannot grade p: the grammar of aime25 does not read its expected answer "seven"$/,
  );
});
