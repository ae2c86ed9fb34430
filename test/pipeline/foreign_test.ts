import { deepEqual, equal, match, throws } from "node:assert/strict";
import { join } from "node:path";
import { type Brought, foreign, isResult } from "../../pipeline/foreign.ts";
import { ingest } from "../../pipeline/ingest.ts";
import { DataProblems } from "../../pipeline/study/data_problems.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";

const NAMES = [
  "study.json",
  "sums.json",
  "sums/one-w16-full.arrow",
  "sums/two-w16-full.arrow",
];

/** The files of a sound set, by name. */
async function withFiles(
  test: (files: Brought[], set: string) => void | Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const files = NAMES.map((name) => ({
      name,
      bytes: Deno.readFileSync(join(set, name)),
    }));
    await test(files, set);
  });
}

const problemsOf = (files: readonly Brought[]): string[] => {
  try {
    foreign(files);
    return [];
  } catch (error) {
    if (!(error instanceof DataProblems)) throw error;
    return error.problems.map(({ file, problem }) => `${file}: ${problem}`);
  }
};

Deno.test("foreign() reads what ingest() reads of the same folder", () =>
  withFiles(async (files, set) => {
    const wanted = await ingest(set);
    const found = foreign(files);
    deepEqual(found.study, wanted.study);
    deepEqual(found.benchmarks, wanted.benchmarks);
    deepEqual(
      found.runs.map(({ generations }) => generations),
      wanted.runs.map(({ generations }) => generations),
    );
    deepEqual([found.dataSet, found.absent], ["tiny", []]);
    deepEqual(foreign(files.slice(0, 3)).absent, ["sums/two-w16-full"]);
  }));

Deno.test("foreign() tells of every file that is wrong, and names it", () =>
  withFiles((files) => {
    const [study, sums, one, two] = files as [
      Brought,
      Brought,
      Brought,
      Brought,
    ];
    const cut = { ...one, bytes: one.bytes.subarray(0, -1) };
    const nonsense = { ...sums, bytes: new TextEncoder().encode("[") };
    const told = problemsOf([study, nonsense, cut, two, {
      ...two,
      name: "again.arrow",
    }]);
    equal(told.length, 3, told.join("\n"));
    equal(told[0]!.startsWith("sums.json: "), true);
    deepEqual(told.slice(1), [
      "sums/one-w16-full.arrow: it is not a whole Arrow file",
      "again.arrow: it holds the run of sums/two-w16-full.arrow too",
    ]);
    deepEqual(problemsOf([sums, one]), [
      "study.json: it is not among the files: add it",
    ]);
    deepEqual(problemsOf([study, one]), [
      "sums.json: it is not among the files: add it",
    ]);
  }));

Deno.test("foreign() holds files against a manifest among them, also without their folders", () =>
  withFiles((files, set) => {
    const manifest = {
      name: "manifest.json",
      bytes: Deno.readFileSync(join(set, "manifest.json")),
    };
    const [study, sums, one, two] = files as [
      Brought,
      Brought,
      Brought,
      Brought,
    ];
    deepEqual(problemsOf([...files, manifest]), []);
    const flat = { ...one, name: "one-w16-full.arrow" };
    deepEqual(problemsOf([study, sums, flat, manifest]), []);
    // Both are sound, each in the other's place.
    const told = problemsOf([
      study,
      sums,
      { ...flat, bytes: two.bytes },
      manifest,
    ]);
    equal(told.length, 1);
    match(
      told[0]!,
      /^one-w16-full\.arrow: its SHA-256 is|^one-w16-full\.arrow: it has \d+ bytes, the manifest says/,
    );
    const none = { ...manifest, bytes: new TextEncoder().encode("{}") };
    match(problemsOf([...files, none])[0]!, /^manifest\.json: /);
  }));

Deno.test("foreign() takes no JSON of more than 16 MiB", () =>
  withFiles(([study, ...rest]) => {
    const padded = new Uint8Array(2 ** 24 + 1).fill(32);
    padded.set(study!.bytes);
    deepEqual(problemsOf([{ ...study!, bytes: padded }, ...rest]), [
      "study.json: it has 16777217 bytes, more than the 16777216 that are taken",
    ]);
  }));

Deno.test("isResult() leaves out timings and counted memory", () => {
  const names = [
    "a/b.arrow",
    "b.arrow",
    "timing.arrow",
    "x/memory.arrow",
    "study.json",
  ];
  deepEqual(names.filter((name) => isResult({ name })), [
    "a/b.arrow",
    "b.arrow",
  ]);
  throws(() => foreign([]), /study\.json: it is not among the files/);
});
