import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { ingest } from "../../pipeline/ingest.ts";
import { sealDataSet } from "../../pipeline/store/manifest.ts";
import { writeTimings } from "../../pipeline/store/speed_files.ts";
import { DataProblems } from "../../pipeline/study/data_problems.ts";
import {
  inTemporaryFolder,
  tinyJson,
  writeTinyDataSet,
} from "../fixtures/tiny.ts";

const ONE = "sums/one-w16-full.arrow";
const TWO = "sums/two-w16-full.arrow";

/** What ingest refuses a folder for. */
async function refusal(folder: string, partial = false): Promise<string[]> {
  try {
    await ingest(folder, partial);
  } catch (error) {
    if (!(error instanceof DataProblems)) return [(error as Error).message];
    return error.problems.map(({ file, problem }) =>
      `${file.slice(folder.length + 1)}: ${problem}`
    );
  }
  return [];
}

Deno.test("ingest() reads every planned run in the study's order", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const { dataSet, runs, benchmarks, absent } = await ingest(set);
    equal(dataSet, "tiny");
    deepEqual(
      runs.map(({ run, generations }) => [run.model.name, generations.rows]),
      [
        ["one", 24],
        ["two", 24],
      ],
    );
    deepEqual([...benchmarks.keys()], ["sums"]);
    deepEqual(absent, []);
  }));

Deno.test("ingest() takes a study without result files, sealed or not", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.writeTextFile(
      join(folder, "study.json"),
      JSON.stringify(tinyJson()),
    );
    equal((await ingest(folder)).runs.length, 0);
    await sealDataSet(folder);
    equal((await ingest(folder)).runs.length, 0);
  }));

Deno.test("ingest() refuses a flipped byte anywhere, in a study and a benchmark file too", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    for (const path of ["study.json", "sums.json", ONE]) {
      const sound = await Deno.readFile(join(folder, path));
      const flipped = sound.slice();
      flipped[flipped.length - 9]! ^= 1;
      await Deno.writeFile(join(folder, path), flipped);
      match((await refusal(folder)).join("\n"), /its SHA-256 is/);
      await Deno.writeFile(join(folder, path), sound);
    }
    deepEqual(await refusal(folder), []);
  }));

Deno.test("ingest() tells a cut file, a missing one and one nobody sealed in one pass", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const sound = await Deno.readFile(join(folder, ONE));
    await Deno.writeFile(join(folder, ONE), sound.subarray(0, -20));
    await Deno.rename(join(folder, TWO), join(folder, "sums/three.arrow"));
    const told = await refusal(folder);
    match(told.join("\n"), /three\.arrow: it is not in the manifest/);
    match(
      told.join("\n"),
      /two-w16-full\.arrow: it is in the manifest but not on disk/,
    );
    match(
      told.join("\n"),
      /one-w16-full\.arrow: it has \d+ bytes, the manifest says \d+/,
    );
  }));

Deno.test("ingest() names a file once, in its own words: one gone, a folder in its place", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    await Deno.remove(join(set, ONE));
    await Deno.remove(join(set, TWO));
    await Deno.mkdir(join(set, TWO));
    deepEqual(await refusal(set), [
      `${ONE}: it is in the manifest but not on disk`,
      `${TWO}: it is in the manifest but not on disk`,
    ]);
    await writeTinyDataSet(join(folder, "second"), "second");
    await Deno.remove(join(folder, "second/sums.json"));
    deepEqual(await refusal(join(folder, "second")), [
      "sums.json: it is in the manifest but not on disk",
    ]);
    await Deno.mkdir(join(folder, "second/sums.json"));
    deepEqual(await refusal(join(folder, "second")), [
      "sums.json: it is a folder",
    ]);
    await Deno.remove(join(folder, "second/study.json"));
    deepEqual(await refusal(join(folder, "second")), [
      "study.json: there is no such file",
    ]);
    await Deno.mkdir(join(folder, "second/study.json"));
    deepEqual(await refusal(join(folder, "second")), [
      "study.json: it is a folder",
    ]);
  }));

Deno.test("ingest() refuses a planned run without a file, unless partial", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    await Deno.remove(join(folder, TWO));
    await sealDataSet(folder);
    deepEqual(await refusal(folder), [
      `${TWO}: the study plans this run, there is no file of it`,
    ]);
    const { runs, absent } = await ingest(folder, true);
    deepEqual([runs.length, absent], [1, [TWO]]);
  }));

Deno.test("ingest() refuses a sealed run the study does not plan", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    await Deno.copyFile(
      join(folder, ONE),
      join(folder, "sums/ghost-w16-full.arrow"),
    );
    await sealDataSet(folder);
    deepEqual(await refusal(folder), [
      "sums/ghost-w16-full.arrow: the study plans no such run",
    ]);
  }));

const timing = {
  model: "one",
  weightBits: 16,
  kv: "full",
  budget: 8,
  concurrency: 1,
  latencySeconds: 2,
  requestsPerSecond: 1,
  outputTokensPerSecond: 8,
  kvTokens: 9,
  preemptions: 0,
  outOfMemory: false,
  method: "measured",
} as const;

Deno.test("ingest() refuses timings no clock shows, each with its row, of the set itself and of a lender", () =>
  inTemporaryFolder(async (folder) => {
    const clock = join(folder, "clock");
    await writeTinyDataSet(clock, "clock");
    await writeTimings(clock, [
      { ...timing, latencySeconds: -5 },
      { ...timing, concurrency: 2 },
      { ...timing, model: "ghost", method: "guessed" as "fitted" },
      timing,
    ], {});
    await sealDataSet(clock);
    const wanted = [
      "row 0: its latency_seconds are -5, not a number above 0",
      "row 2: no model is called ghost",
      'row 2: its method is "guessed", not measured or fitted',
      "row 3: one 16-bit full, budget 8, concurrency 1 stands in row 0 already",
    ];
    await writeTinyDataSet(join(folder, "tiny"), "tiny", undefined, {
      timingFrom: "clock",
    });
    for (const set of [clock, join(folder, "tiny")]) {
      await rejects(ingest(set), (error: DataProblems) => {
        deepEqual(
          error.problems.map(({ file, row, problem }) => {
            equal(file, join(clock, "timing.arrow"));
            return `row ${row}: ${problem}`;
          }),
          wanted,
        );
        return true;
      });
    }
  }));

Deno.test("ingest() lets a lender have timed what the borrower did not study", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(join(folder, "clock"), "clock");
    await writeTimings(
      join(folder, "clock"),
      [{ ...timing, model: "two" }],
      {},
    );
    await sealDataSet(join(folder, "clock"));
    await writeTinyDataSet(join(folder, "tiny"), "tiny", undefined, {
      timingFrom: "clock",
      models: tinyJson().models.slice(0, 1),
    });
    equal((await ingest(join(folder, "tiny"))).timings.length, 1);
  }));

Deno.test("ingest() borrows the timings the study names", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(join(folder, "tiny"), "tiny", undefined, {
      timingFrom: "clock",
    });
    await rejects(
      ingest(join(folder, "tiny")),
      /timing\.arrow: it is not in a manifest/,
    );
    await writeTinyDataSet(join(folder, "clock"), "clock");
    await writeTimings(join(folder, "clock"), [timing], {});
    await sealDataSet(join(folder, "clock"));
    deepEqual((await ingest(join(folder, "tiny"))).timings, [timing]);
  }));

Deno.test("ingest() of a folder that is not there names the study it looked for", () =>
  inTemporaryFolder(async (folder) => {
    await rejects(
      ingest(join(folder, "nosuch")),
      /^TypeError: Cannot read \S+nosuch\/study\.json: there is no such file$/,
    );
  }));

Deno.test("ingest() refuses files with other rows than the manifest says, and a path listed twice", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const manifest = join(folder, "manifest.json");
    const text = await Deno.readTextFile(manifest);
    await Deno.writeTextFile(
      manifest,
      text.replace('"rows":24', '"rows":25').replace('"rows":3', '"rows":4'),
    );
    deepEqual(await refusal(folder), [
      "sums.json: it has 3 rows, the manifest says 4",
      `${ONE}: it has 24 rows, the manifest says 25`,
    ]);
    const { files } = JSON.parse(text);
    await Deno.writeTextFile(
      manifest,
      JSON.stringify({ schema: 1, files: [...files, files[0]] }),
    );
    match((await refusal(folder))[0]!, /paths must not repeat/);
  }));
