import { equal } from "node:assert/strict";
import { planTable, statusTable } from "../../runner/bill_table.ts";
import type { Bill } from "../../runner/plan.ts";

const bill = (changed: Partial<Bill>): Bill => ({
  run: "sums/one-w16-full",
  served: "one",
  problems: 3,
  samples: 4,
  generations: 24,
  thinkingTokens: 1920,
  answerTokens: 192,
  diskBytes: 3 * 2 ** 20,
  doneGenerations: 6,
  doneThinkingTokens: 480,
  state: "begun",
  hindrance: null,
  ...changed,
});

const bills = [
  bill({}),
  bill({
    run: "sums/two-w4-rkv-8",
    generations: 1200,
    doneGenerations: 0,
    doneThinkingTokens: 0,
    state: "not begun",
    hindrance: "it needs the engine",
  }),
];

Deno.test("planTable() lines up runs, sums up what can be summed", () => {
  equal(
    planTable(bills, () => null),
    `
run                problems  samples  generations  thinking tokens  answer tokens, at most  disk, MiB  generations done  state
sums/one-w16-full         3        4           24            1,920                     192          3                 6  begun
sums/two-w4-rkv-8         3        4        1,200            1,920                     192          3                 0  not begun, it needs the engine
total                                       1,224            3,840                     384          6                 6
`.trim(),
  );
});

Deno.test("planTable() tells hours where a speed is known: (1,920 - 480 + 192 * 18/24) tokens at 0.11 a second are 4 hours", () => {
  const cells = (pace: number | null, line: number) =>
    planTable([bills[0]!], () => pace).split("\n")[line]!.split(/ {2,}/);
  equal(cells(0.11, 0).at(-2), "hours owed");
  equal(cells(0.11, 1).at(-2), "4");
  equal(cells(1100, 1).at(-2), "0.0004");
  equal(cells(null, 0).includes("hours owed"), false);
});

Deno.test("statusTable() tells the share that is done", () => {
  equal(
    statusTable(bills),
    `
run                generations  done  thinking tokens  done     %  state
sums/one-w16-full           24     6            1,920   480  25.0  begun
sums/two-w4-rkv-8        1,200     0            1,920     0   0.0  not begun
total                    1,224     6            3,840   480
`.trim(),
  );
});

Deno.test("a table of no run has a head and an empty total", () => {
  equal(
    statusTable([]),
    "run    generations  done  thinking tokens  done  %  state\ntotal",
  );
});
