import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import {
  listingProblems,
  readManifest,
  readSealed,
  sealDataSet,
} from "../../../pipeline/store/manifest.ts";
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
