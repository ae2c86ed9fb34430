import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { grade } from "../../../pipeline/aggregate/grade.ts";
import { tallyAt, votesAt } from "../../../pipeline/aggregate/votes.ts";
import { plannedRuns } from "../../../pipeline/study/run.ts";
import { type AnswerOf, soundRun } from "../../fixtures/sound_run.ts";
import { tinyBenchmark, tinyStudy } from "../../fixtures/tiny.ts";

/** Answers to the tiny problems (7, 42, 999 expected), graded. */
function graded(answerOf: AnswerOf, samples = 4) {
  const study = tinyStudy({ samples: { full: samples, compressed: 2 } });
  const sound = soundRun(
    study,
    plannedRuns(study)[0]!,
    tinyBenchmark,
    answerOf,
  );
  return grade(sound, tinyBenchmark);
}

/** Votes at one of the budgets 8 and 16. */
const votes = (answerOf: AnswerOf, column = 0, samples = 4) =>
  votesAt(graded(answerOf, samples), column);

Deno.test("votesAt() counts right, wrong, missing and of these unreadable answers; 07 votes with 7, wrong answers by size", () => {
  const answers = [
    ["7}", "07}", null, "zebra}"],
    ["1}", "2}", "02}", "002}"],
    [null, null, "", "1000}"],
  ];
  deepEqual(votes((problem, sample) => answers[problem]![sample]!), [
    { right: 2, wrong: [], missing: 2, unreadable: 1 },
    { right: 0, wrong: [3, 1], missing: 0, unreadable: 0 },
    { right: 0, wrong: [], missing: 4, unreadable: 2 },
  ]);
});

Deno.test("votesAt() takes the budget asked for and no other", () => {
  const answerOf: AnswerOf = (_, __, budget) => budget === 8 ? null : "7}";
  deepEqual(
    votes(answerOf, 0),
    Array(3).fill({
      right: 0,
      wrong: [],
      missing: 4,
      unreadable: 0,
    }),
  );
  deepEqual(votes(answerOf, 1), [
    { right: 4, wrong: [], missing: 0, unreadable: 0 },
    { right: 0, wrong: [4], missing: 0, unreadable: 0 },
    { right: 0, wrong: [4], missing: 0, unreadable: 0 },
  ]);
});

Deno.test("votesAt() counts what is right for one problem as wrong for another", () => {
  deepEqual(
    votes((_, sample) => ["7}", "42}", "999}", "42}"][sample]!),
    [
      { right: 1, wrong: [2, 1], missing: 0, unreadable: 0 },
      { right: 2, wrong: [1, 1], missing: 0, unreadable: 0 },
      { right: 1, wrong: [2, 1], missing: 0, unreadable: 0 },
    ],
  );
});

const anyAnswer = fc.option(
  fc.constantFrom("7}", "07}", "42}", "999}", "5}", "", "x}", "1000}"),
);

Deno.test("votesAt() counts every sample once, in whatever order they came", () => {
  const samples = 6;
  fc.assert(
    fc.property(
      fc.array(anyAnswer, { minLength: 3 * samples, maxLength: 3 * samples }),
      fc.shuffledSubarray([...Array(samples).keys()], { minLength: samples }),
      (answers, order) => {
        const of = (place: (sample: number) => number) =>
          votes(
            (problem, sample) => answers[problem * samples + place(sample)]!,
            0,
            samples,
          );
        const found = of((sample) => sample);
        for (const { right, wrong, missing } of found) {
          equal(wrong.reduce((sum, count) => sum + count, right + missing), 6);
        }
        deepEqual(of((sample) => order[sample]!), found);
      },
    ),
  );
});

Deno.test("tallyAt() counts what votesAt() counts, at every budget", () => {
  const many = fc.array(anyAnswer, { minLength: 24, maxLength: 24 });
  fc.assert(fc.property(many, (answers) => {
    const answered = graded((problem, sample, budget) =>
      answers[(problem * 4 + sample) * 2 + (budget === 8 ? 0 : 1)]!
    );
    for (const column of [0, 1]) {
      const tally = tallyAt(answered, column);
      votesAt(answered, column).forEach((each, problem) => {
        for (const what of ["right", "missing", "unreadable"] as const) {
          equal(tally[what][problem], each[what]);
        }
      });
    }
  }));
});
