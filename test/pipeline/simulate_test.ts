import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { ingest } from "../../pipeline/ingest.ts";
import { simulate } from "../../pipeline/simulate.ts";
import { validate } from "../../pipeline/validate.ts";
import { writeSmallPaper } from "../fixtures/small_paper.ts";
import { filesUnder } from "../fixtures/task.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";

Deno.test("simulate() writes a data set that is sound, says of every file that it is simulated, and lists all of them", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "paper");
    await writeSmallPaper(set);
    const told: string[] = [];
    const { files } = await simulate(set, {
      told: (drawn, of) => told.push(`${drawn}/${of}`),
    });
    deepEqual(told, ["1/3", "2/3", "3/3"]);
    deepEqual(files.map(({ path, rows }) => [path, rows]), [
      ["aime25.json", 30],
      ["aime25/qwen3-4b-w8-full.arrow", 240],
      ["aime25/qwen3-4b-w8-rkv-2048.arrow", 120],
      ["gpqa-diamond.json", 198],
      ["gpqa-diamond/qwen3-4b-w8-full.arrow", 1584],
      ["study.json", files.at(-2)!.rows],
      ["timing.arrow", 4],
    ]);
    const sound = validate(await ingest(set));
    equal(sound.length, 3);
    for (const { metadata } of sound) {
      equal(metadata.kind, "simulated");
      equal("engine" in metadata && metadata.engine, "simulator");
    }
    match(filesUnder(set).get("timing.arrow")!, /simulated/);
  }));

Deno.test("simulate() gives the same bytes again, and others for another seed", () =>
  inTemporaryFolder(async (folder) => {
    const study = JSON.parse(await Deno.readTextFile("data/paper/study.json"));
    const of = async (name: string, seed: number) => {
      const set = join(folder, name, "paper");
      await writeSmallPaper(set, { sampling: { ...study.sampling, seed } });
      await simulate(set);
      return filesUnder(set);
    };
    const first = await of("a", 1);
    deepEqual(await of("b", 1), first);
    const other = await of("c", 2);
    deepEqual([...other.keys()], [...first.keys()]);
    const run = "aime25/qwen3-4b-w8-full.arrow";
    ok(other.get(run) !== first.get(run));
    // No chance is in them.
    equal(other.get("timing.arrow"), first.get("timing.arrow"));
  }));

Deno.test("simulate() refuses to write other files than the manifest pins, and writes nothing; pin makes a new one", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "paper");
    await writeSmallPaper(set);
    const { files } = await simulate(set);
    const manifest = join(set, "manifest.json");
    const changed = (await Deno.readTextFile(manifest)).replace(
      files[1]!.sha256,
      "0".repeat(64),
    );
    await Deno.writeTextFile(manifest, changed);
    await Deno.remove(join(set, "timing.arrow"));
    const before = filesUnder(set);
    await rejects(simulate(set), {
      name: "RangeError",
      message:
        `Cannot simulate ${set}: 1 of 7 files are not those of its manifest, aime25/qwen3-4b-w8-full.arrow first; --pin makes a new one`,
    });
    deepEqual(filesUnder(set), before);
    deepEqual(await simulate(set, { pin: true }).then((m) => m.files), files);
  }));

Deno.test("simulate() refuses a manifest that pins a file more than it draws", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "paper");
    await writeSmallPaper(set);
    const { files } = await simulate(set);
    const study = JSON.parse(
      await Deno.readTextFile(join(set, "study.json")),
    );
    await writeSmallPaper(set, {
      kvStrategies: study.kvStrategies.slice(0, 1),
    });
    await rejects(simulate(set), /files are not those of its manifest/);
    equal(files.length, 7);
  }));

Deno.test("simulate() refuses a study that says it is measured, and writes nothing", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const before = filesUnder(set);
    await rejects(
      simulate(set),
      /^RangeError: Cannot simulate .*tiny: its study says it is measured$/,
    );
    deepEqual(filesUnder(set), before);
  }));

Deno.test("the committed manifest pins every run of the paper's grid: 198 files, 1,361,664 rows", async () => {
  const { files } = JSON.parse(
    await Deno.readTextFile("data/paper/manifest.json"),
  ) as { files: { path: string; rows: number }[] };
  const runs = files.filter(({ path }) => path.includes("/"));
  equal(runs.length, 198);
  equal(runs.reduce((sum, { rows }) => sum + rows, 0), 1_361_664);
});
