import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../pipeline/store/manifest.ts";
import { MEMORY_FILE } from "../../pipeline/store/speed_files.ts";
import { writeTimings } from "../../pipeline/store/speed_writer.ts";
import { DataProblems } from "../../pipeline/study/data_problems.ts";
import { keptEntries } from "../../runner/kept_files.ts";
import {
  inTemporaryFolder,
  tinyBenchmark,
  tinyJson,
  tinyStudy,
  writeTinyDataSet,
} from "../fixtures/tiny.ts";

const ONE = "sums/one-w16-full.arrow";
const TWO = "sums/two-w16-full.arrow";

/** A sealed data set without journals, and what a seal that makes some files anew says of it. */
const inSealed = (
  test: (
    folder: string,
    kept: (made?: readonly string[]) => Promise<string[]>,
  ) => Promise<void>,
) =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    await test(folder, async (made = []) => {
      try {
        const entries = await keptEntries(
          folder,
          tinyStudy(),
          await readManifest(folder),
          new Set(made),
        );
        return entries.map(({ path }) => path);
      } catch (error) {
        if (!(error instanceof DataProblems)) throw error;
        return error.problems.map(({ file, problem }) =>
          `${file.slice(folder.length + 1)}: ${problem}`
        );
      }
    });
  });

const write = (folder: string, name: string, json: unknown) =>
  Deno.writeTextFile(join(folder, name), JSON.stringify(json));

Deno.test("keptEntries() are those of the manifest where nothing has changed", () =>
  inSealed(async (folder) => {
    const earlier = (await readManifest(folder))!;
    deepEqual(
      (await keptEntries(folder, tinyStudy(), earlier, new Set()))
        .toSorted((a, b) => a.path < b.path ? -1 : 1),
      earlier.files,
    );
  }));

Deno.test("keptEntries() leaves out what is made anew, and JSON files the study does not name", () =>
  inSealed(async (folder, kept) => {
    await write(folder, "notes.json", ["a note"]);
    await Deno.writeTextFile(join(folder, TWO), "to be written anew");
    deepEqual(await kept([TWO]), ["study.json", "sums.json", ONE]);
  }));

Deno.test("keptEntries() takes new timings; once sealed they must not change", () =>
  inSealed(async (folder, kept) => {
    await writeTimings(folder, [], {});
    deepEqual(await kept(), [
      "study.json",
      "sums.json",
      ONE,
      TWO,
      "timing.arrow",
    ]);
    const earlier = (await readManifest(folder))!;
    const other = { path: "timing.arrow", sha256: "0", bytes: 1, rows: 0 };
    await rejects(
      keptEntries(
        folder,
        tinyStudy(),
        { ...earlier, files: [...earlier.files, other] },
        new Set(),
      ),
      /timing\.arrow: it differs from the manifest and has no journal/,
    );
  }));

Deno.test("keptEntries() refuses foreign, changed and lost result files in one pass", () =>
  inSealed(async (folder, kept) => {
    await Deno.copyFile(join(folder, ONE), join(folder, "sums/three.arrow"));
    await Deno.copyFile(join(folder, ONE), join(folder, "other.arrow"));
    await Deno.remove(join(folder, ONE));
    await Deno.rename(
      join(folder, "sums/three.arrow"),
      join(folder, TWO),
    );
    deepEqual(await kept(), [
      "other.arrow: the study plans no such run",
      `${TWO}: it differs from the manifest and has no journal`,
      `${ONE}: it is in the manifest but not on disk`,
    ]);
    deepEqual(await kept([ONE, TWO]), [
      "other.arrow: the study plans no such run",
    ]);
  }));

Deno.test("keptEntries() refuses a planned result file that nothing vouches for", () =>
  inSealed(async (folder) => {
    await rejects(
      keptEntries(folder, tinyStudy(), null, new Set([TWO])),
      {
        name: "DataProblems",
        message: `Cannot seal ${folder}: 1 problem\n` +
          `  - ${folder}/${ONE}: it has no journal and is not in the manifest`,
      },
    );
  }));

Deno.test("keptEntries() refuses a study or benchmark file changed under a result file that stays", () =>
  inSealed(async (folder, kept) => {
    const [first, ...others] = tinyBenchmark.problems;
    await write(folder, "sums.json", {
      ...tinyBenchmark,
      problems: [{ ...first, answer: "8" }, ...others],
    });
    const changed = (path: string, by: string) =>
      `${path}: it has changed since ${by} was sealed, which has no journal`;
    deepEqual(await kept(), [changed("sums.json", ONE)]);
    deepEqual(await kept([ONE]), [changed("sums.json", TWO)]);
    equal((await kept([ONE, TWO])).length, 2, "nothing stays, all is new");
    await write(folder, "study.json", tinyJson({ title: "Another" }));
    deepEqual(await kept(), [
      changed("study.json", ONE),
      changed("sums.json", ONE),
    ]);
  }));

Deno.test("keptEntries() names a file that is not what its name says", () =>
  inSealed(async (folder, kept) => {
    await Deno.copyFile(join(folder, ONE), join(folder, MEMORY_FILE));
    await rejects(
      kept(),
      /^TypeError: Cannot read \S+\/memory\.arrow: it holds /,
    );
    await Deno.writeTextFile(join(folder, MEMORY_FILE), "none");
    await rejects(
      kept(),
      /^TypeError: Cannot read \S+\/memory\.arrow: it is not a whole Arrow/,
    );
    await Deno.remove(join(folder, MEMORY_FILE));
    await Deno.remove(join(folder, "sums.json"));
    await rejects(kept(), /Cannot read \S+\/sums\.json: there is no such file/);
  }));
