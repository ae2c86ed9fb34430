import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { answerReader } from "../../../pipeline/study/benchmark.ts";
import { generationsFrom } from "../../../runner/imported/generations.ts";
import {
  anyLog,
  filed,
  logged,
  logOf,
  wanted,
} from "../../fixtures/imported.ts";
import { tinyBenchmark } from "../../fixtures/tiny.ts";

const whole = (text = "\\boxed{7}", tokens: number | null = null) =>
  tinyBenchmark.problems.map(({ id, answer: target }, at) =>
    logged({
      place: `line ${at + 1}`,
      id,
      target,
      responses: [{ text, tokens, stopped: true }],
    })
  );

Deno.test("generationsFrom() worked by hand: two logs are two samples, each with its seed", () => {
  const scored = whole("\\boxed{42}", 5).map((each) => ({
    ...each,
    score: { metric: "exact", right: true },
  }));
  const { rows, logs } = generationsFrom(
    [filed(logOf(whole()), "a"), filed(logOf(scored, { seed: 3 }), "b")],
    wanted({ samples: 2 }),
  );
  deepEqual(rows.map((row) => [row.problem, row.sample, row.answer]), [
    ["p-1", 0, "7}"],
    ["p-1", 1, "42}"],
    ["p-2", 0, "7}"],
    ["p-2", 1, "42}"],
    ["p-3", 0, "7}"],
    ["p-3", 1, "42}"],
  ]);
  deepEqual(rows[0], {
    problem: "p-1",
    sample: 0,
    budget: 8,
    answer: "7}",
    thinkingTokens: null,
    naturalEnd: null,
    waits: 0,
    seed: null,
  });
  const { thinkingTokens, naturalEnd, seed } = rows[1]!;
  deepEqual([thinkingTokens, naturalEnd, seed], [5, 5, 3]);
  deepEqual(logs.map((log) => [log.firstSample, log.seeds, log.unknown]), [
    [0, [null], ["thinking_tokens", "natural_end", "seed"]],
    [1, [3], []],
  ]);
  // 42 is right for p-2 alone, the tool calls it right three times.
  deepEqual(logs.map((log) => log.scored), [
    null,
    { metric: "exact", responses: 3, otherwise: 2 },
  ]);
});

Deno.test("generationsFrom() keeps every response: as many right ones as the texts have", () => {
  fc.assert(fc.property(anyLog(2), anyLog(1), (first, second) => {
    const ask = wanted({ samples: 3 });
    const read = answerReader(ask.benchmark);
    const { rows, logs } = generationsFrom(
      [filed(first, "a"), filed(second, "b")],
      ask,
    );
    equal(rows.length, 9);
    deepEqual(logs.map(({ firstSample }) => firstSample), [0, 2]);
    for (const [at, { id, answer }] of tinyBenchmark.problems.entries()) {
      const texts = [first, second].flatMap(({ problems }) =>
        problems[at]!.responses.map(({ text }) => text)
      );
      const own = rows.filter(({ problem }) => problem === id);
      deepEqual(own.map(({ sample }) => sample), [0, 1, 2]);
      const right = own.filter((row) =>
        row.answer !== null && read(row.answer) === answer
      );
      equal(
        right.length,
        texts.filter((text) => text.endsWith(`</think>so \\boxed{${answer}}`))
          .length,
      );
    }
  }));
});

Deno.test("generationsFrom() refuses what does not make whole samples, and one draw counted twice", () => {
  const log = logOf(whole());
  const cases: [Parameters<typeof generationsFrom>, RegExp][] = [
    [
      [[filed(log)], wanted({ samples: 2 })],
      /1 response to each problem, the study has 2 samples/,
    ],
    [
      [[filed(logOf(whole().slice(1)))], wanted()],
      /p-1 has 0 responses, others have 1/,
    ],
    [
      [[filed(log), filed(log)], wanted({ samples: 2 })],
      /a: it is the same file as a/,
    ],
    [
      [[filed(log)], wanted({ seeds: [1, 2] })],
      /Cannot use 2 seeds for 1 sample: give one for each/,
    ],
    [
      [[filed(logOf(whole(), { seed: 5 }))], wanted({ seeds: [6] })],
      /its seed is 5, --seeds has 6/,
    ],
    [
      [
        [filed(log, "a"), filed(log, "b")],
        wanted({ samples: 2, seeds: [6, 6] }),
      ],
      /a, b: several samples have the seed 6/,
    ],
    [
      [[filed(logOf(whole("", 9)))], wanted()],
      /line 1: its 9 tokens are over the budget of 8/,
    ],
  ];
  for (const [asked, message] of cases) {
    throws(() => generationsFrom(...asked), { message });
  }
});
