import { equal } from "node:assert/strict";
import fc from "fast-check";
import type { Generations } from "../../../pipeline/study/generation.ts";
import { isPlainlySound } from "../../../pipeline/validate/plainly_sound.ts";
import {
  endProblems,
  seedProblems,
  tokenProblems,
} from "../../../pipeline/validate/trajectory_problems.ts";

const BUDGETS = [10, 20, 30];
const SHAPE = { problems: Int32Array.of(1, 0), samples: 2, budgets: BUDGETS };

/** Two problems, two samples each; every trajectory with its end, told at the budgets behind it, and a wait there. */
function generations(ends: readonly number[]): Generations {
  const rows = ends.length * BUDGETS.length;
  const trajectory = (row: number) => Math.floor(row / BUDGETS.length);
  const of = (value: (row: number) => number) =>
    Array.from({ length: rows }, (_, row) => value(row));
  const budget = of((row) => BUDGETS[row % BUDGETS.length]!);
  const told = (row: number) => ends[trajectory(row)]! <= budget[row]!;
  return {
    rows,
    problems: ["second", "first"],
    problem: Int32Array.from(of((row) => SHAPE.problems[row < 6 ? 0 : 1]!)),
    sample: Uint8Array.from(of((row) => trajectory(row) % 2)),
    budget: Int32Array.from(budget),
    answers: [],
    answer: new Int32Array(rows),
    thinkingTokens: Int32Array.from(budget),
    naturalEnd: Int32Array.from(
      of((row) => told(row) ? ends[trajectory(row)]! : -1),
    ),
    waits: Uint16Array.from(of((row) => told(row) ? 1 : 0)),
    seed: Uint32Array.from(of((row) => 100 + trajectory(row))),
  };
}

Deno.test("isPlainlySound() by hand: rows in order, ends told from the first budget behind them on", () => {
  equal(isPlainlySound(generations([5, 10, 15, 99]), SHAPE), true);
  const two = generations([5, 10, 15, 99]);
  two.seed.fill(101, 0, 3);
  equal(isPlainlySound(two, SHAPE), false, "two trajectories with one seed");
  const late = generations([15, 10, 15, 99]);
  late.naturalEnd[1] = -1;
  late.waits[1] = 0;
  equal(isPlainlySound(late, SHAPE), false, "an end told one budget late");
  const forgotten = generations([5, 10, 15, 99]);
  forgotten.waits.fill(0);
  forgotten.naturalEnd[2] = -1;
  equal(isPlainlySound(forgotten, SHAPE), false, "an end that is forgotten");
  const atOnce = generations([0, 10, 15, 99]);
  atOnce.waits.fill(0);
  equal(isPlainlySound(atOnce, SHAPE), true, "an end before the first token");
  atOnce.naturalEnd[1] = -1;
  atOnce.naturalEnd[2] = -1;
  equal(isPlainlySound(atOnce, SHAPE), false, "one that is forgotten");
  const below = generations([99, 10, 15, 99]);
  below.naturalEnd[0] = -2;
  equal(isPlainlySound(below, SHAPE), false, "an end below 0");
});

Deno.test("isPlainlySound() of rows in order says what the checks in words say, whatever is changed", () => {
  const end = fc.integer({ min: 0, max: 35 });
  const four = fc.tuple(end, end, end, end);
  const columns = fc.constantFrom(
    "thinkingTokens",
    "naturalEnd",
    "waits",
    "seed",
  );
  const change = fc.tuple(
    columns,
    fc.nat(11),
    fc.integer({ max: 105, min: -2 }),
  );
  fc.assert(
    fc.property(four, fc.array(change, { maxLength: 3 }), (ends, changes) => {
      const changed = generations(ends);
      for (const [column, row, value] of changes) changed[column][row] = value;
      let told = 0;
      const tell = () => void told++;
      const rowOf = Int32Array.from({ length: changed.rows }, (_, row) => row);
      rowOf.forEach((row) =>
        tokenProblems(changed, row, changed.budget[row]!, tell)
      );
      seedProblems(changed, rowOf, BUDGETS.length, SHAPE.samples, tell);
      endProblems(changed, rowOf, BUDGETS.length, tell);
      equal(isPlainlySound(changed, SHAPE), told === 0);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("isPlainlySound() is false of rows out of order, one missing and one too many", () => {
  for (const column of ["problem", "sample", "budget"] as const) {
    const moved = generations([5, 10, 15, 99]);
    moved[column][4] = moved[column][4]! + 1;
    equal(isPlainlySound(moved, SHAPE), false, column);
  }
  const ends = [5, 10, 15];
  equal(isPlainlySound(generations(ends), SHAPE), false);
  equal(isPlainlySound(generations([...ends, 1, 2]), SHAPE), false);
});
