import { deepEqual, equal, throws } from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { ingest } from "../../pipeline/ingest.ts";
import { writeResultFile } from "../../pipeline/store/result_writer.ts";
import { sealDataSet } from "../../pipeline/store/manifest.ts";
import type { DataProblems } from "../../pipeline/study/data_problems.ts";
import type { Generation } from "../../pipeline/study/generation.ts";
import { plannedRuns, runFile } from "../../pipeline/study/run.ts";
import { soundSummary, validate } from "../../pipeline/validate.ts";
import {
  inTemporaryFolder,
  tinyGenerations,
  tinyMetadata,
  tinyStudy,
  writeTinyDataSet,
} from "../fixtures/tiny.ts";

/** What validate says of the tiny set when the first run's rows are changed. */
async function problemsOf(
  change: (rows: Generation[]) => Generation[],
): Promise<string[]> {
  const told: string[] = [];
  await inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(
      set,
      "tiny",
      (rows, run) => run.model.name === "one" ? change(rows) : rows,
    );
    try {
      validate(await ingest(set));
    } catch (error) {
      if (!(error as DataProblems).problems) throw error;
      told.push(
        ...(error as DataProblems).problems.map(({ row, problem }) =>
          `${row}: ${problem}`
        ),
      );
    }
  });
  return told;
}

const at =
  (row: number, changed: Partial<Generation>) => (rows: Generation[]) =>
    rows.with(row, { ...rows[row]!, ...changed });

Deno.test("validate() finds nothing in a sound set", async () => {
  deepEqual(await problemsOf((rows) => rows), []);
});

Deno.test("validate() names row and value of every kind of bad row", async () => {
  deepEqual(await problemsOf(at(3, { problem: "p-9" })), [
    '3: no problem is called "p-9"',
    "null: p-1, sample 1, budget 16 is missing",
  ]);
  deepEqual(await problemsOf(at(3, { sample: 4 })), [
    "3: sample 4 is not below 4",
    "null: p-1, sample 1, budget 16 is missing",
  ]);
  deepEqual(await problemsOf(at(3, { budget: 12, thinkingTokens: 12 })), [
    "3: the study has no budget of 12 tokens",
    "null: p-1, sample 1, budget 16 is missing",
  ]);
  deepEqual(await problemsOf(at(3, { thinkingTokens: 17 })), [
    "3: 17 thinking tokens are over the budget of 16",
  ]);
  deepEqual(await problemsOf(at(3, { thinkingTokens: 15 })), [
    "3: 15 thinking tokens do not fill the budget of 16",
  ]);
  deepEqual(await problemsOf(at(3, { naturalEnd: 17 })), [
    "3: its natural end 17 lies behind the budget of 16",
  ]);
  deepEqual(await problemsOf(at(3, { seed: 5 })), [
    "3: its seed 5 is not the 1 of its other budgets",
  ]);
});

/** Changes several rows of the tiny set; p-1's sample 0 is in rows 0 (budget 8) and 1 (budget 16). */
const rowsAt =
  (changed: Readonly<Record<number, Partial<Generation>>>) =>
  (rows: Generation[]) => rows.map((row, i) => ({ ...row, ...changed[i] }));

Deno.test("validate() takes a natural end before, on and after a budget, and waits that grow", async () => {
  for (
    const [small, large] of [
      [{}, { naturalEnd: 12, waits: 2 }],
      [{ naturalEnd: 3, waits: 1 }, { naturalEnd: 3, waits: 1 }],
      [{ naturalEnd: 8, waits: 0 }, { naturalEnd: 8, waits: 1 }],
      // A simulated end of 8.4 tokens is written as 8 and came after budget 8.
      [{}, { naturalEnd: 8, waits: 1 }],
      [{ naturalEnd: 0, waits: 1 }, { naturalEnd: 0, waits: 300 }],
    ]
  ) {
    const changed = rowsAt({ 0: small!, 1: large! });
    deepEqual(await problemsOf(changed), []);
    // In another order they are checked one by one, in words.
    deepEqual(await problemsOf((rows) => changed(rows).toReversed()), []);
  }
});

Deno.test("validate() finds the natural end of a trajectory whose first row is missing", async () => {
  const changed = rowsAt({ 1: { naturalEnd: 3, waits: 1 } });
  deepEqual(await problemsOf((rows) => changed(rows).slice(1)), [
    "null: p-1, sample 0, budget 8 is missing",
  ]);
});

Deno.test("validate() wants no wait without a natural end", async () => {
  deepEqual(await problemsOf(rowsAt({ 0: { waits: 1 }, 1: { waits: 2 } })), [
    "0: its waits are 1, without a natural end",
    "1: its waits are 2, without a natural end",
  ]);
});

Deno.test("validate() wants one natural end a trajectory, on every budget behind it", async () => {
  deepEqual(
    await problemsOf(rowsAt({
      0: { naturalEnd: 3 },
      1: { naturalEnd: 4 },
    })),
    ["1: its natural end 4 is not the 3 of its other budgets"],
  );
  deepEqual(await problemsOf(rowsAt({ 0: { naturalEnd: 3 } })), [
    "1: it has no natural end, another of its budgets has one at 3",
  ]);
  // An end before the first token is one.
  deepEqual(
    await problemsOf(rowsAt({ 0: { naturalEnd: 0 }, 1: { naturalEnd: 4 } })),
    ["1: its natural end 4 is not the 0 of its other budgets"],
  );
  deepEqual(
    await problemsOf(rowsAt({ 0: { naturalEnd: 4 }, 1: { naturalEnd: 0 } })),
    ["1: its natural end 0 is not the 4 of its other budgets"],
  );
  deepEqual(await problemsOf(rowsAt({ 0: { naturalEnd: 0 } })), [
    "1: it has no natural end, another of its budgets has one at 0",
  ]);
});

Deno.test("validate() wants the natural end at a small budget too, when it came before", async () => {
  deepEqual(await problemsOf(rowsAt({ 1: { naturalEnd: 3, waits: 1 } })), [
    "0: it has no natural end, another of its budgets has one at 3",
  ]);
});

Deno.test("validate() wants waits that do not fall as the budget grows, in any order of rows", async () => {
  const fallen = rowsAt({
    0: { naturalEnd: 3, waits: 2 },
    1: { naturalEnd: 3, waits: 1 },
  });
  deepEqual(await problemsOf(fallen), [
    "1: its waits are 1, a smaller budget has 2",
  ]);
  deepEqual(await problemsOf((rows) => fallen(rows).toReversed()), [
    "22: its waits are 1, a smaller budget has 2",
  ]);
});

Deno.test("validate() names a duplicate row, a missing one and two trajectories with one seed", async () => {
  deepEqual(await problemsOf((rows) => [...rows, rows[5]!]), [
    "24: p-1, sample 2, budget 16 stands in row 5 already",
  ]);
  deepEqual(await problemsOf((rows) => [...rows, rows[0]!]), [
    "24: p-1, sample 0, budget 8 stands in row 0 already",
  ]);
  deepEqual(await problemsOf((rows) => rows.toSpliced(5, 1)), [
    "null: p-1, sample 2, budget 16 is missing",
  ]);
  deepEqual(
    await problemsOf((rows) =>
      rows.map((row) => row.sample === 1 ? { ...row, seed: 0 } : row)
    ),
    ["2: its seed 0 is that of row 0 too"],
  );
});

Deno.test("validate() tells all problems of all files in one pass", async () => {
  const told = await problemsOf((rows) =>
    rows.map((row, i) => i % 2 ? { ...row, thinkingTokens: 99 } : row)
  );
  equal(told.length, 12);
});

Deno.test("validate() refuses a file whose own account departs from the study", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const study = tinyStudy();
    const [run] = plannedRuns(study);
    await writeResultFile(set, runFile(run!), tinyGenerations(study, run!), {
      ...tinyMetadata(study, run!, "other"),
      sampling: { ...study.sampling, temperature: 1 },
    });
    await sealDataSet(set);
    let told: string[] = [];
    try {
      validate(await ingest(set));
    } catch (error) {
      told = (error as DataProblems).problems.map(({ problem }) => problem);
    }
    equal(told.length, 2);
    equal(told[0], 'its dataSet is "other", the study says "tiny"');
  }));

Deno.test("validate() does not mind the order in which a file tells its settings, and names the set and its runs", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const study = tinyStudy();
    const [run] = plannedRuns(study);
    const { sampling } = tinyMetadata(study, run!, "tiny");
    const turned = (change: Partial<typeof sampling>) => ({
      ...tinyMetadata(study, run!, "tiny"),
      sampling: Object.fromEntries(
        Object.entries({ ...sampling, ...change }).toReversed(),
      ) as typeof sampling,
    });
    const write = async (metadata: ReturnType<typeof turned>) => {
      const rows = tinyGenerations(study, run!);
      await writeResultFile(set, runFile(run!), rows, metadata);
      await sealDataSet(set);
    };
    await write(turned({}));
    deepEqual(validate(await ingest(set)).map(soundSummary), [
      "one 16-bit full on sums: 3 problems x 4 samples x 2 budgets",
      "two 16-bit full on sums: 3 problems x 4 samples x 2 budgets",
    ]);
    await write(turned({ seed: 8 }));
    const ingested = await ingest(set);
    throws(
      () => validate(ingested),
      /^DataProblems: Cannot use data set tiny: 1 problem\n.*its sampling is \{"seed":8,/,
    );
  }));

Deno.test("validate() arranges any order of rows alike", async () => {
  const study = tinyStudy();
  const [run] = plannedRuns(study);
  const rows = tinyGenerations(study, run!);
  const arranged = async (order: Generation[]) => {
    const found: string[] = [];
    await inTemporaryFolder(async (folder) => {
      const set = join(folder, "tiny");
      await writeTinyDataSet(
        set,
        "tiny",
        (same, { model }) => model.name === "one" ? order : same,
      );
      const [first] = validate(await ingest(set));
      found.push(...[...first!.answer].map((code) => first!.answers[code]!));
    });
    return found;
  };
  const wanted = rows.map(({ answer }) => answer);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(rows, { minLength: rows.length }),
      async (order) => deepEqual(await arranged(order), wanted),
    ),
    { numRuns: 10 },
  );
});
