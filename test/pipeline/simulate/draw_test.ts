import { deepEqual, equal, ok, throws } from "node:assert/strict";
import {
  drawRun,
  RIGHT,
  trajectories,
  UNANSWERED,
} from "../../../pipeline/simulate/draw.ts";
import { PARAMETERS } from "../../../pipeline/simulate/parameters.ts";
import {
  readBenchmarkFile,
  readGeneratedStudy,
} from "../../../pipeline/store/data_set.ts";
import { plannedRuns, runName } from "../../../pipeline/study/run.ts";
import { budgetsOf, samplesOf } from "../../../pipeline/study/study.ts";

const study = await readGeneratedStudy("data/paper");

/** Right samples by budget of a run drawn with seed 157. */
function rightByBudget(name: string, problems: number): number[] {
  const run = plannedRuns(study).find((each) => runName(each) === name)!;
  const draw = trajectories(PARAMETERS, study, run, problems, 157);
  return budgetsOf(study, run.benchmark.name).map((budget) => {
    let right = 0;
    for (let problem = 0; problem < problems; problem++) {
      for (let sample = 0; sample < samplesOf(study, run.kv); sample++) {
        if (draw(problem, sample).classAt(budget) === RIGHT) right++;
      }
    }
    return right;
  });
}

/** Counts the calibration's own program gives with seed 157. */
const CALIBRATED: readonly [
  run: string,
  problems: number,
  right: readonly number[],
][] = [
  ["aime25/qwen3-4b-w8-full", 30, [209, 329, 468, 580, 621, 635, 640, 642]],
  ["aime25/qwen3-32b-w4-full", 30, [207, 259, 335, 423, 491, 542, 564, 574]],
  ["aime25/qwen3-4b-w8-rkv-4096", 30, [50, 86, 114, 140, 150, 151, 153, 153]],
  ["aime25/qwen3-4b-w8-hqq-4", 30, [38, 63, 89, 114, 125, 127, 129, 130]],
  [
    "gpqa-diamond/qwen3-8b-w16-full",
    198,
    [3551, 3772, 3828, 3846, 3849, 3850, 3851, 3851],
  ],
];

for (const [name, problems, right] of CALIBRATED) {
  Deno.test(`trajectories() draws ${name} as the calibration does`, () => {
    deepEqual(rightByBudget(name, problems), right);
  });
}

Deno.test("trajectories() begins the problems again past the last, freshly drawn", () => {
  const run = plannedRuns(study).find(({ model }) =>
    model.name === "qwen3-4b"
  )!;
  const draw = trajectories(PARAMETERS, study, run, 60, 1);
  const lengths = (from: number) =>
    Array.from({ length: 13 }, (_, p) => draw(from + p, 0).length);
  equal(lengths(0).some((length, p) => length === lengths(30)[p]), false);
});

Deno.test("trajectories() leaves some answers of short budgets out", () => {
  const run = plannedRuns(study)[0]!;
  const draw = trajectories(PARAMETERS, study, run, 30, 1);
  const said = Array.from({ length: 32 }, (_, s) => draw(12, s).classAt(2000));
  equal(said.includes(UNANSWERED), true);
});

const files = new Map(
  await Promise.all(study.benchmarks.map(async (benchmark) =>
    [
      benchmark.name,
      await readBenchmarkFile("data/paper", benchmark),
    ] as const
  )),
);

/** A run of the study, drawn with its seed. */
function drawn(name: string) {
  const run = plannedRuns(study).find((each) => runName(each) === name)!;
  return drawRun(PARAMETERS, study, run, files.get(run.benchmark.name)!);
}

/** What the sample itself decides: not its run's name, which is in its seed. */
const draws = (generations: ReturnType<typeof drawn>) =>
  generations.map(({ seed: _, ...rest }) => rest);

Deno.test("drawRun() gives a row per problem, sample and budget, in that order, of exactly so many thinking tokens", () => {
  const rows = drawn("aime25/qwen3-4b-w8-rkv-2048");
  const { problems } = files.get("aime25")!;
  deepEqual(
    rows.map(({ problem, sample, budget }) => [problem, sample, budget]),
    problems.flatMap(({ id }) =>
      Array.from(
        { length: 8 },
        (_, sample) =>
          budgetsOf(study, "aime25").map((budget) => [id, sample, budget]),
      ).flat()
    ),
  );
  equal(rows.every((row) => row.thinkingTokens === row.budget), true);
});

Deno.test("drawRun() pairs every KV strategy with the first 8 samples of the full cache: the same lengths, and a quantized cache right only where they are", () => {
  const full = drawn("aime25/qwen3-4b-w8-full")
    .filter(({ sample }) => sample < 8);
  const answers = new Map(
    files.get("aime25")!.problems.map(({ id, answer }) => [id, `${answer}}`]),
  );
  for (const kv of ["rkv-4096", "streaming-2048", "hqq-2", "hqq-4", "hqq-8"]) {
    const rows = drawn(`aime25/qwen3-4b-w8-${kv}`);
    deepEqual(
      rows.map(({ naturalEnd, waits }) => [naturalEnd, waits]),
      full.map(({ naturalEnd, waits }) => [naturalEnd, waits]),
    );
    if (!kv.startsWith("hqq")) continue;
    for (const [at, { answer, problem }] of rows.entries()) {
      if (answer === answers.get(problem)) equal(full[at]!.answer, answer);
    }
  }
});

Deno.test("drawRun() of an evicting cache equals the full one while everything is retained, and differs later", () => {
  const full = draws(drawn("aime25/qwen3-1.7b-w4-full"))
    .filter(({ sample }) => sample < 8);
  for (const kind of ["rkv", "streaming"]) {
    for (const retained of [2048, 4096, 8192]) {
      const rows = draws(drawn(`aime25/qwen3-1.7b-w4-${kind}-${retained}`));
      const upTo = (all: typeof rows) =>
        all.filter(({ budget }) => budget <= retained);
      ok(upTo(rows).length > 0);
      deepEqual(upTo(rows), upTo(full));
    }
    const tight = draws(drawn(`aime25/qwen3-1.7b-w4-${kind}-2048`));
    equal(tight.every((row, at) => row.answer === full[at]!.answer), false);
  }
});

Deno.test("drawRun() of an 8-bit cache above 5 GiB of weights equals the full one", () => {
  const full = draws(drawn("aime25/qwen3-8b-w4-full"))
    .filter(({ sample }) => sample < 8);
  deepEqual(draws(drawn("aime25/qwen3-8b-w4-hqq-8")), full);
});

Deno.test("drawRun() says when a sample wanted to stop once it has, and waits once then and every 4,000 tokens since", () => {
  const rows = drawn("aime25/qwen3-4b-w8-full");
  let stopped = 0;
  for (const [at, { budget, naturalEnd, waits }] of rows.entries()) {
    equal(waits === 0, naturalEnd === null);
    if (naturalEnd === null) continue;
    stopped++;
    ok(naturalEnd <= budget && naturalEnd >= 400);
    // The end is told as a whole token, so a wait may fall beside it.
    const since = (budget - naturalEnd) / 4000;
    ok(Math.abs(waits - 1 - Math.floor(since)) === 0 || since % 1 > 0.999);
    const before = rows[at - 1];
    if (budget === 2000 || !before) continue;
    // Budgets are 4,000 apart.
    if (before.naturalEnd === null) ok(naturalEnd >= budget - 4000);
    else {
      equal(before.naturalEnd, naturalEnd);
      equal(before.waits + 1, waits);
    }
  }
  ok(stopped > 0 && stopped < rows.length);
});

Deno.test("drawRun() answers knowledge with one of four letters, always, and closes the box", () => {
  const rows = drawn("gpqa-diamond/qwen3-0.6b-w4-full");
  const counts = new Map<string | null, number>();
  for (const { answer } of rows) {
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  deepEqual([...counts.keys()].sort(), ["A}", "B}", "C}", "D}"]);
  // Near chance: no letter is said by more than a third.
  for (const count of counts.values()) ok(count / rows.length < 1 / 3);
});

Deno.test("drawRun() leaves an answer out as null, less often the longer the budget", () => {
  const rows = drawn("aime25/qwen3-0.6b-w4-full");
  const missing = budgetsOf(study, "aime25").map((budget) =>
    rows.filter((row) => row.budget === budget && row.answer === null).length /
    960
  );
  ok(missing[0]! > 0.1 && missing[0]! < 0.25);
  ok(missing.at(-1)! < missing[0]! / 2);
  for (const { answer } of rows) {
    ok(answer === null || /^(0|[1-9][0-9]{0,2})}$/.test(answer), `${answer}`);
  }
});

Deno.test("drawRun() refuses more problems than the parameters hold", () => {
  const run = plannedRuns(study)[0]!;
  const { problems, ...rest } = files.get("aime25")!;
  const more = {
    ...rest,
    problems: [...problems, { id: "more", answer: "1" }],
  };
  throws(
    () => drawRun(PARAMETERS, study, run, more),
    /^RangeError: Cannot simulate aime25: it has 31 problems, the parameters hold 30$/,
  );
});
