import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { TIMING_FILE } from "../../../pipeline/store/speed_files.ts";
import {
  memoryBytes,
  writeTimings,
} from "../../../pipeline/store/speed_writer.ts";
import {
  arrowFiles,
  checkRows,
  listingProblems,
  manifestEntry,
  manifestOf,
  readManifest,
  readSealed,
  sealDataSet,
  writeManifest,
} from "../../../pipeline/store/manifest.ts";
import { link } from "../../fixtures/link.ts";
import {
  inTemporaryFolder,
  tinyStudy,
  writeTinyDataSet,
} from "../../fixtures/tiny.ts";

Deno.test("sealDataSet() lists study, benchmark and result files, sorted, with rows", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const manifest = (await readManifest(folder))!;
    deepEqual(manifest.files.map(({ path, rows }) => [path, rows]), [
      ["study.json", null],
      ["sums.json", 3],
      ["sums/one-w16-full.arrow", 24],
      ["sums/two-w16-full.arrow", 24],
    ]);
  }));

Deno.test("sealDataSet() twice gives the same bytes", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const first = await Deno.readFile(join(folder, "manifest.json"));
    await sealDataSet(folder);
    deepEqual(await Deno.readFile(join(folder, "manifest.json")), first);
  }));

Deno.test("sealDataSet() and listingProblems() pass over JSON files the study does not name", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const before = await Deno.readFile(join(folder, "manifest.json"));
    await Deno.writeTextFile(join(folder, "notes.json"), '["a note"]');
    const manifest = await sealDataSet(folder);
    deepEqual(await Deno.readFile(join(folder, "manifest.json")), before);
    deepEqual(await listingProblems(folder, manifest, tinyStudy()), []);
    const { schema, files } = manifest;
    const without = files.filter(({ path }) => path !== "sums.json");
    deepEqual(
      (await listingProblems(folder, { schema, files: without }, tinyStudy()))
        .map((
          { file, problem },
        ) => [file, problem]),
      [[join(folder, "sums.json"), "it is not in the manifest"]],
    );
  }));

Deno.test("sealDataSet() names a file that is not what its name says, and writes nothing", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const before = await Deno.readFile(join(folder, "manifest.json"));
    await Deno.writeTextFile(join(folder, "timing.arrow"), "none");
    await rejects(
      sealDataSet(folder),
      /Cannot read \S+\/timing\.arrow: it is not a whole Arrow file/,
    );
    deepEqual(await Deno.readFile(join(folder, "manifest.json")), before);
  }));

Deno.test("readSealed() refuses a flipped byte, a cut file and a file nobody sealed", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const manifest = (await readManifest(folder))!;
    const path = "sums/one-w16-full.arrow";
    const sound = readSealed(folder, manifest, path);
    const flipped = sound.slice();
    flipped[100]! ^= 1;
    await Deno.writeFile(join(folder, path), flipped);
    throws(() => readSealed(folder, manifest, path), /its SHA-256 is/);
    await Deno.writeFile(join(folder, path), sound.subarray(1));
    throws(
      () => readSealed(folder, manifest, path),
      /bytes, the manifest says/,
    );
    throws(
      () => readSealed(folder, manifest, "other"),
      /it is not in the manifest/,
    );
  }));

Deno.test("listingProblems() tells files and entries without a partner", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const manifest = (await readManifest(folder))!;
    equal((await listingProblems(folder, manifest, tinyStudy())).length, 0);
    await Deno.rename(
      join(folder, "sums/one-w16-full.arrow"),
      join(folder, "sums/new.arrow"),
    );
    deepEqual(
      (await listingProblems(folder, manifest, tinyStudy())).map((
        { problem },
      ) => problem),
      ["it is not in the manifest", "it is in the manifest but not on disk"],
    );
  }));

Deno.test("readManifest() gives null where none is, and names a damaged one", () =>
  inTemporaryFolder(async (folder) => {
    equal(await readManifest(folder), null);
    await Deno.writeTextFile(join(folder, "manifest.json"), '{"schema": 1');
    await rejects(readManifest(folder), /Cannot read .*manifest\.json/);
  }));

Deno.test("readManifest() lets through what is wrong with the disk", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.mkdir(join(folder, "manifest.json"));
    await rejects(readManifest(folder), Deno.errors.IsADirectory);
  }));

Deno.test("manifestOf() takes paths in the folder and one below, digests of 64 digits, each path once", () => {
  const sound = {
    path: "a/b.arrow",
    sha256: "0".repeat(64),
    bytes: 1,
    rows: null,
  };
  const read = (...files: object[]) =>
    manifestOf(JSON.stringify({ schema: 1, files }), "m.json");
  deepEqual(read(sound, { ...sound, path: "b" }).files[0], sound);
  for (
    const path of ["", "/a", "../a", "a/../b", "a/b/c", "a/", "A", "a b", ".a"]
  ) {
    throws(
      () => read({ ...sound, path }),
      /^TypeError: Cannot read m\.json: give a path inside the folder$/,
      path,
    );
  }
  for (const digest of ["0".repeat(63), "0".repeat(65), "G".repeat(64)]) {
    throws(() => read({ ...sound, sha256: digest }), /Cannot read m\.json: /);
    throws(() => read({ ...sound, sha256: `${digest}x` }), /Cannot read/);
  }
  throws(() => read({ ...sound, sha256: `x${sound.sha256}` }), /Cannot read/);
  throws(
    () => read(sound, sound),
    /^TypeError: Cannot read m\.json: paths must not repeat$/,
  );
});

Deno.test("arrowFiles() are those of the folder and one below, without weights and what begins with a dot, sorted", () =>
  inTemporaryFolder(async (folder) => {
    for (
      const path of [
        ...["z.arrow", "b/y.arrow", "b/x.arrow", "a.arrow", "c/w.arrow"],
        ...[".hidden/v.arrow", "weights/u.arrow", "b/deep/t.arrow"],
        ...["b/s.arrow/r.txt", "b/q.json", "p.json", "d/arrow"],
      ]
    ) {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, path), "");
    }
    deepEqual(await arrowFiles(folder), [
      "a.arrow",
      "b/x.arrow",
      "b/y.arrow",
      "c/w.arrow",
      "z.arrow",
    ]);
  }));

Deno.test("sealDataSet() counts the rows of timings and memory", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    await writeTimings(folder, [], {});
    await Deno.writeFile(
      join(folder, "memory.arrow"),
      memoryBytes([{
        model: "one",
        weightBits: 16,
        kv: "full",
        parameterBytes: 2,
        serverReportedBytes: null,
        kvBytesPerToken: 1,
      }], {}),
    );
    const { files } = await sealDataSet(folder);
    const rows = new Map(files.map(({ path, rows }) => [path, rows]));
    deepEqual([rows.get(TIMING_FILE), rows.get("memory.arrow")], [0, 1]);
  }));

Deno.test("listingProblems() tells a link as one, a file that is gone, and in order what nobody sealed", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(folder, "tiny");
    const manifest = (await readManifest(folder))!;
    const told = async (sealed: typeof manifest | null) =>
      (await listingProblems(folder, sealed, tinyStudy())).map((
        { file, problem },
      ) => [file.slice(folder.length + 1), problem]);
    const result = join(folder, "sums/two-w16-full.arrow");
    await Deno.rename(result, join(folder, "a.arrow"));
    await link("../a.arrow", result);
    await Deno.remove(join(folder, "sums.json"));
    deepEqual(await told(manifest), [
      ["sums/two-w16-full.arrow", "it is a link"],
      ["a.arrow", "it is not in the manifest"],
      ["sums.json", "it is in the manifest but not on disk"],
    ]);
    deepEqual(await told({ schema: 1, files: [] }), [
      ["sums/two-w16-full.arrow", "it is a link"],
      ["a.arrow", "it is not in the manifest"],
      ["study.json", "it is not in the manifest"],
      ["sums/one-w16-full.arrow", "it is not in the manifest"],
    ]);
    // A study that was never sealed has no results that count.
    deepEqual(await told(null), [
      ["sums/two-w16-full.arrow", "it is a link"],
      ["a.arrow", "it is not in the manifest"],
      ["sums/one-w16-full.arrow", "it is not in the manifest"],
    ]);
  }));

Deno.test("writeManifest() sorts its files, checkRows() tells other rows and a file it lacks", () =>
  inTemporaryFolder(async (folder) => {
    const entry = (path: string) =>
      manifestEntry(path, new TextEncoder().encode(path), 2);
    const sorted = ["a", "b", "c", "d"].map(entry);
    const mixed = [sorted[2]!, sorted[0]!, sorted[3]!, sorted[1]!];
    const manifest = await writeManifest(folder, mixed);
    deepEqual(manifest, { schema: 1, files: sorted });
    deepEqual(await readManifest(folder), manifest);
    checkRows(folder, manifest, "a", 2);
    for (
      const [path, said] of [["a", "it has 3 rows, the manifest says 2"], [
        "e",
        "it has 3 rows, the manifest says undefined",
      ]] as const
    ) {
      throws(() => checkRows(folder, manifest, path, 3), {
        name: "TypeError",
        message: `Cannot use ${join(folder, path)}: ${said}`,
      });
    }
  }));
