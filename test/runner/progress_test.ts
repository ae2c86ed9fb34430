import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  addRecord,
  isComplete,
  noProgress,
  NOT_BEGUN,
  type Progress,
  trajectoryKey,
} from "../../runner/progress.ts";
import {
  generated,
  someRules as rules,
  someSample,
} from "../fixtures/trajectories.ts";

function replayed(records: readonly unknown[]): Progress {
  const progress = noProgress();
  for (const record of records) addRecord(progress, rules, record);
  return progress;
}

const p1 = await generated(someSample("p-1"));
const p2 = await generated(someSample("q-2", 1));

/** Two trajectories as a journal holds them: each in its order, one among the other. */
const anyJournal = fc.array(fc.boolean(), {
  minLength: p1.records.length + p2.records.length,
}).map((turns) => {
  const first = [...p1.records];
  const second = [...p2.records];
  const all = turns.map((turn) =>
    turn ? first.shift() ?? second.shift() : second.shift() ?? first.shift()
  );
  return all.filter((record) => record !== undefined);
});

Deno.test("addRecord() worked: thinking grows, answers stand by budget", () => {
  const think = { kind: "think", problem: "p-1", sample: 0 };
  const { trajectories } = replayed([
    { ...think, segment: 0, ids: [20, 21, 2], stop: true },
    {
      ...think,
      segment: 1,
      ids: Array.from({ length: 11 }, (_, at) => 30 + at),
      stop: false,
    },
    {
      kind: "answer",
      problem: "p-1",
      sample: 0,
      budget: 8,
      ids: [20, 2],
      stop: true,
      text: "1",
    },
  ]);
  const { thinking, answers } = trajectories.get(trajectoryKey("p-1", 0))!;
  deepEqual(thinking, {
    ids: [20, 21, ...rules.wait, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39],
    spent: 16,
    naturalEnd: 2,
    waits: [2],
    segments: 2,
  });
  deepEqual([...answers], [[8, "1"]]);
});

Deno.test("a complete trajectory lets its token ids go and keeps what a result file needs", () => {
  const { trajectories } = replayed(p1.records);
  const { thinking, answers } = trajectories.get(trajectoryKey("p-1", 0))!;
  deepEqual(thinking.ids, []);
  equal(thinking.spent, 16);
  deepEqual([...answers.keys()].sort((a, b) => a - b), [4, 8, 16]);
});

Deno.test("sessions are kept in their order", () => {
  const session = (cpu: string) => ({
    kind: "session",
    flags: {},
    machine: { gpu: null, driver: null, cpu },
  });
  deepEqual(
    replayed([session("a"), ...p1.records, session("b")]).sessions
      .map(({ machine }) => machine?.cpu),
    ["a", "b"],
  );
});

Deno.test("any prefix of a journal is a state from which the rest is generated, and nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(anyJournal, fc.nat(), async (journal, at) => {
      const begun = journal.slice(0, at % (journal.length + 1));
      const { trajectories } = replayed(begun);
      const rest = [];
      for (const sample of [someSample("p-1"), someSample("q-2", 1)]) {
        const key = trajectoryKey(sample.problem, sample.sample);
        const found = trajectories.get(key) ?? NOT_BEGUN;
        const { asks, records } = isComplete(found, rules)
          ? { asks: [], records: [] }
          : await generated(sample, { begun: found });
        equal(asks.length, records.length);
        rest.push(...records);
      }
      const sorted = (all: readonly unknown[]) =>
        all.map((each) => JSON.stringify(each)).sort();
      deepEqual(sorted([...begun, ...rest]), sorted(journal));
      deepEqual(
        new Map([...replayed([...begun, ...rest]).trajectories].sort()),
        new Map([...replayed(journal).trajectories].sort()),
      );
    }),
  );
});

Deno.test("the first record of a segment stays, later ones change nothing", () => {
  fc.assert(fc.property(anyJournal, fc.nat(), fc.nat(), (journal, a, b) => {
    const from = a % journal.length;
    const to = from + 1 + b % (journal.length - from);
    const again = { ...journal[from]!, ids: [99, 99], text: "other" };
    const { text: _, ...think } = again;
    const twice = journal.toSpliced(
      to,
      0,
      again.kind === "think" ? think as typeof again : again,
    );
    deepEqual(replayed(twice).trajectories, replayed(journal).trajectories);
  }));
});

Deno.test("a record that stands before its turn is refused", () => {
  const thinks = p1.records.filter(({ kind }) => kind === "think");
  const answers = p1.records.filter(({ kind }) => kind === "answer");
  throws(() => replayed(thinks.slice(1)), {
    name: "TypeError",
    message:
      "Cannot read the journal: segment 1 of p-1 0 stands before its turn",
  });
  throws(
    () => replayed(answers),
    /the answer at 4 tokens of p-1 0 stands before its turn/,
  );
  throws(
    () => replayed([...thinks, { ...answers[0]!, budget: 5 }]),
    /the answer at 5 tokens of p-1 0 stands before its turn/,
  );
});

Deno.test("isComplete() asks for every budget", () => {
  const answers = (...budgets: number[]) => ({
    ...NOT_BEGUN,
    answers: new Map(budgets.map((budget) => [budget, null])),
  });
  equal(isComplete(answers(4, 8, 16), rules), true);
  equal(isComplete(answers(4, 16), rules), false);
  equal(isComplete(NOT_BEGUN, rules), false);
});
