import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { readResult } from "../../../pipeline/store/result_file.ts";
import { resultBytes } from "../../../pipeline/store/result_writer.ts";
import type { DataProblems } from "../../../pipeline/study/data_problems.ts";
import type { Generation } from "../../../pipeline/study/generation.ts";
import type { Log } from "../../../pipeline/study/imported.ts";
import { plannedImport, plannedRuns } from "../../../pipeline/study/run.ts";
import { validate } from "../../../pipeline/validate.ts";
import {
  generationsFrom,
  type Made,
} from "../../../runner/imported/generations.ts";
import {
  anyLog,
  filed,
  importedStudy,
  logged,
  logOf,
  wanted,
} from "../../fixtures/imported.ts";
import { tinyBenchmark } from "../../fixtures/tiny.ts";

const study = importedStudy({ budgets: [8] });
const [run] = plannedRuns(study);

/** Validates what the file of these generations and logs holds. */
function checked({ rows, logs }: Made) {
  const metadata = { ...plannedImport("tiny", study, run!), logs: [...logs] };
  return validate({
    dataSet: "tiny",
    study,
    benchmarks: new Map([["sums", tinyBenchmark]]),
    runs: [{
      run: run!,
      file: "a.arrow",
      ...readResult(resultBytes(rows, metadata), "a.arrow"),
    }],
  });
}

const made = (
  log: Parameters<typeof filed>[0],
  seeds: readonly number[] | null,
) => generationsFrom([filed(log)], wanted({ samples: 2, seeds }));

const anyMade = fc.tuple(anyLog(2), fc.constantFrom([1, 2], null))
  .map(([log, seeds]) => made(log, seeds));

Deno.test("validate() finds sound whatever an import makes, with and without seeds and tokens", () => {
  fc.assert(fc.property(anyMade, (made) => {
    const [sound] = checked(made);
    deepEqual(
      Array.from(sound!.answer, (code) => sound!.answers[code] ?? null),
      made.rows.map(({ answer }) => answer),
    );
  }));
});

Deno.test("validate() tells of every row and log of an import that was changed", () => {
  const [sample] = fc.sample(anyLog(2), { numRuns: 1, seed: 1 });
  const log = {
    ...sample!,
    problems: sample!.problems.map((problem) => ({
      ...problem,
      responses: problem.responses.map((each) => ({
        ...each,
        tokens: 5,
        stopped: true,
      })),
    })),
  };
  const whole = made(log, [1, 2]);
  equal(checked(whole).length, 1);
  const row = (changed: Partial<Generation>): Made => ({
    ...whole,
    rows: whole.rows.map((each, at) =>
      at === 3 ? { ...each, ...changed } : each
    ),
  });
  const logs = (changed: Partial<Log>): Made => ({
    ...whole,
    logs: whole.logs.map((each) => ({ ...each, ...changed })),
  });
  const cases: [Made, RegExp][] = [
    [
      row({ thinkingTokens: 9, naturalEnd: 9 }),
      /row 3: 9 tokens are over the budget of 8/,
    ],
    [
      row({ naturalEnd: 4 }),
      /row 3: its natural end 4 is not the 5 tokens it has/,
    ],
    [
      row({ thinkingTokens: null }),
      /row 3: its natural end 5 is not the -1 tokens/,
    ],
    [row({ waits: 1 }), /row 3: its waits are 1, nothing was forced/],
    [row({ seed: 3 }), /row 3: its seed 3 is not the 2 of a/],
    [row({ seed: null }), /row 3: its seed unknown is not the 2 of a/],
    [row({ sample: 2 }), /row 3: sample 2 is not below 2/],
    [
      { ...whole, rows: whole.rows.slice(1) },
      /p-1, sample 0, budget 8 is missing/,
    ],
    [
      { ...whole, logs: [...whole.logs, ...whole.logs] },
      /sample 0, budget 8 is from a and a/,
    ],
    [logs({ firstSample: 1 }), /sample 0, budget 8 is from no log/],
    [logs({ budget: 9 }), /log a has a budget of 9, the study none/],
    [logs({ seeds: [1, 1] }), /two samples of budget 8 have the seed 1/],
    [
      logs({ unknown: ["natural_end"] }),
      /row 0: its natural_end is 5, a knows none/,
    ],
  ];
  for (const [spoiled, message] of cases) {
    throws(() => checked(spoiled), { message });
  }
});

Deno.test("validate() takes no import for a measured run, nor rows that lack what measured ones have", () => {
  const { rows, logs } = made(
    fc.sample(anyLog(2), { numRuns: 1, seed: 1 })[0]!,
    null,
  );
  const { reading: _, ...planned } = plannedImport("tiny", study, run!);
  throws(() =>
    resultBytes(rows, {
      ...planned,
      kind: "measured",
      sampling: { temperature: 1, topP: 1, topK: 0, seed: 1 },
      forcing: {
        stopIds: ["a"],
        closeThink: "",
        waitText: "w",
        waitCounts: true,
        finalPrompt: "f",
        answerTokens: 1,
      },
      promptHash: "",
      engine: "",
      engineVersion: "",
      flags: {},
      weights: { source: "", digest: null },
      machines: [],
    }), /Cannot write column (thinking_tokens|seed): row \d+ has no value/);
  const other = importedStudy({
    budgets: [8],
    reading: { answerAfter: ["so"] },
  });
  const metadata = { ...plannedImport("tiny", other, run!), logs: [...logs] };
  try {
    checked({ rows, logs });
    validate({
      dataSet: "tiny",
      study,
      benchmarks: new Map([["sums", tinyBenchmark]]),
      runs: [{
        run: run!,
        file: "a.arrow",
        ...readResult(resultBytes(rows, metadata), "a.arrow"),
      }],
    });
    equal("sound", "refused");
  } catch (error) {
    deepEqual((error as DataProblems).problems.map(({ problem }) => problem), [
      'its reading is {"answerAfter":["so"]}, the study says {"answerAfter":["\\\\boxed{"],"thinkingEnds":"</think>"}',
    ]);
  }
});

Deno.test("validate() looks at the logs of an import too whose responses all fill the budget, as those of measured runs do", () => {
  const response = (answer: string) => ({
    text: `\\boxed{${answer}}`,
    tokens: 8,
    stopped: false,
  });
  const log = logOf(
    tinyBenchmark.problems.map(({ id, answer }, position) =>
      logged({
        id,
        position,
        target: answer,
        responses: [response(answer), response("1")],
      })
    ),
  );
  const made = generationsFrom(
    [filed(log)],
    wanted({ samples: 2, seeds: [5, 6] }),
  );
  equal(checked(made).length, 1);
  const logs = made.logs.map((each) => ({ ...each, seeds: [5, 7] }));
  throws(() => checked({ ...made, logs }), { name: "DataProblems" });
});
