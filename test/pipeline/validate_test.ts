import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { ingest } from "../../pipeline/ingest.ts";
import { writeResultFile } from "../../pipeline/store/result_file.ts";
import { sealDataSet } from "../../pipeline/store/manifest.ts";
import type { DataProblems } from "../../pipeline/study/data_problems.ts";
import type { Generation } from "../../pipeline/study/generation.ts";
import { plannedRuns, runFile } from "../../pipeline/study/run.ts";
import { validate } from "../../pipeline/validate.ts";
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

Deno.test("validate() names a duplicate row, a missing one and two trajectories with one seed", async () => {
  deepEqual(await problemsOf((rows) => [...rows, rows[5]!]), [
    "24: p-1, sample 2, budget 16 stands in row 5 already",
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
