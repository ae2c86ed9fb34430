import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { writeSmallPaper } from "../../fixtures/small_paper.ts";
import { filesUnder, runTask } from "../../fixtures/task.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("deno task simulate --help exits 0 and says that nothing of it is measured", async () => {
  const { code, out, error } = await runTask("simulate", ["--help"]);
  equal(code, 0, error);
  match(out, /^deno task simulate \[--seed N\]/);
  match(out, /Nothing of it is measured/);
});

for (const seed of ["-1", "1.5", "4294967296", "one"]) {
  Deno.test(`deno task simulate with seed ${seed} exits 2 and says what a seed is`, async () => {
    const { code, out, error } = await runTask("simulate", [`--seed=${seed}`]);
    deepEqual([code, out], [2, ""]);
    match(error, /give a whole number up to 4294967295/);
  });
}

Deno.test("deno task simulate of another set exits 2", async () => {
  const { code, error } = await runTask("simulate", ["nano"]);
  equal(code, 2);
  match(error, /^Cannot simulate nano: /);
});

Deno.test("deno task simulate draws the committed study; --seed another one beside it, told in its study", () =>
  inTemporaryFolder(async (cwd) => {
    await writeSmallPaper(join(cwd, "data/paper"));
    const own = await runTask("simulate", [], { cwd });
    deepEqual([own.code, own.error], [0, ""]);
    equal(own.out, "data/paper: simulated with seed 1, 7 files\n");
    const before = filesUnder(join(cwd, "data/paper"));
    const seeded = await runTask("simulate", ["--seed", "7"], { cwd });
    deepEqual([seeded.code, seeded.error], [0, ""]);
    equal(seeded.out, "data/paper-7: simulated with seed 7, 7 files\n");
    deepEqual(filesUnder(join(cwd, "data/paper")), before);
    const other = filesUnder(join(cwd, "data/paper-7"));
    deepEqual([...other.keys()], [...before.keys()]);
    equal(JSON.parse(other.get("study.json")!).sampling.seed, 7);
    const run = "aime25/qwen3-4b-w8-full.arrow";
    equal(other.get(run) === before.get(run), false);
  }));

Deno.test("deno task simulate exits 1 when the manifest pins other digests, and writes nothing", () =>
  inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "data/paper");
    await writeSmallPaper(set);
    const zeros = "0".repeat(64);
    await Deno.writeTextFile(
      join(set, "manifest.json"),
      JSON.stringify({
        schema: 1,
        files: [{ path: "timing.arrow", sha256: zeros, bytes: 1, rows: 1 }],
      }),
    );
    const before = filesUnder(set);
    const { code, out, error } = await runTask("simulate", [], { cwd });
    deepEqual([code, out], [1, ""]);
    match(
      error,
      /^Cannot simulate data\/paper: \d of 7 files are not those of its manifest, /,
    );
    deepEqual(filesUnder(set), before);
  }));

Deno.test("deno task simulate --if-absent leaves a set with result files alone", () =>
  inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "data/paper");
    await writeSmallPaper(set);
    const drawn = await runTask("simulate", ["--if-absent"], { cwd });
    match(drawn.out, /^data\/paper: simulated with seed 1/);
    await Deno.writeTextFile(join(set, "timing.arrow"), "not looked at");
    const again = await runTask("simulate", ["--if-absent"], { cwd });
    deepEqual([again.code, again.out, again.error], [0, "", ""]);
    equal(filesUnder(set).get("timing.arrow"), "not looked at");
  }));
