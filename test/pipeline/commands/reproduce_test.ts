import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { filesUnder, runTask } from "../../fixtures/task.ts";
import {
  inTemporaryFolder,
  tinyJson,
  writeTinyDataSet,
} from "../../fixtures/tiny.ts";

Deno.test("deno task reproduce --help exits 0 and names the task", async () => {
  const { code, out, error } = await runTask("reproduce", ["--help"]);
  equal(code, 0, error);
  match(out, /^deno task reproduce \[set\.\.\.\]/);
});

Deno.test("deno task reproduce with an option it does not know exits 2 and shows the help", async () => {
  const { code, out, error } = await runTask("reproduce", ["--colour"]);
  deepEqual([code, out], [2, ""]);
  match(error, /--colour/);
  match(error, /deno task reproduce \[set\.\.\.\]/);
});

Deno.test("deno task reproduce without names rebuilds every set, and goes on after one it cannot", () =>
  inTemporaryFolder(async (cwd) => {
    await writeTinyDataSet(join(cwd, "data/whole"), "whole");
    await writeTinyDataSet(join(cwd, "data/cut"), "cut");
    await Deno.truncate(join(cwd, "data/cut/sums/two-w16-full.arrow"), 100);
    await Deno.mkdir(join(cwd, "data/plan"));
    await Deno.writeTextFile(
      join(cwd, "data/plan/study.json"),
      JSON.stringify(tinyJson()),
    );
    const { code, out, error } = await runTask("reproduce", [], { cwd });
    equal(code, 1);
    match(error, /^Cannot use data set data\/cut: 1 problem\n/);
    match(error, /cut\/sums\/two-w16-full\.arrow: it has 100 bytes/);
    match(out, /^plan \(measured\): no result files, tables only -> /m);
    match(out, /^whole \(measured\): 8 measurements, .* -> figures\/whole\/$/m);
    deepEqual(
      [...Deno.readDirSync(join(cwd, "figures"))].map(({ name }) => name)
        .sort(),
      ["index.html", "plan", "whole"],
    );
    const overview = await Deno.readTextFile(join(cwd, "figures/index.html"));
    match(overview, /<a href="whole\/index.html">whole<\/a>, measured: Tiny/);
    match(
      overview,
      /<a href="plan\/index.html">plan<\/a>: no result files yet/,
    );
    const plain = filesUnder(join(cwd, "figures/plan"));
    equal(plain.has("table-1.md"), true);
    equal(plain.has("measurements.csv"), false);
  }));

Deno.test("deno task reproduce --timings says on the error channel where the time goes, and the same otherwise", () =>
  inTemporaryFolder(async (cwd) => {
    await writeTinyDataSet(join(cwd, "data/tiny"), "tiny");
    const silent = await runTask("reproduce", ["tiny"], { cwd });
    const made = filesUnder(join(cwd, "figures"));
    const timed = await runTask("reproduce", ["tiny", "--timings"], { cwd });
    deepEqual([timed.code, timed.out], [0, silent.out]);
    deepEqual(filesUnder(join(cwd, "figures")), made);
    deepEqual(
      [...timed.error.matchAll(/^(\w+) +\d+\.\d\d s$/gm)].map(([, stage]) =>
        stage
      ),
      [
        "start",
        "ingest",
        "validate",
        "aggregate",
        "frontier",
        "findings",
        "figure",
      ],
    );
  }));

Deno.test("deno task reproduce of a set that is not there exits 1 and names what it looked for", () =>
  inTemporaryFolder(async (cwd) => {
    const { code, out, error } = await runTask("reproduce", ["nosuch"], {
      cwd,
    });
    deepEqual([code, out, error], [
      1,
      "",
      "Cannot read data/nosuch/study.json: there is no such file\n",
    ]);
  }));

Deno.test("deno task reproduce of a set in parts wants --partial, and then says so in figures, findings and page", () =>
  inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "data/tiny");
    await writeTinyDataSet(set, "tiny");
    await Deno.remove(join(set, "sums/two-w16-full.arrow"));
    const manifest = join(set, "manifest.json");
    const { files } = JSON.parse(await Deno.readTextFile(manifest));
    await Deno.writeTextFile(
      manifest,
      JSON.stringify({
        schema: 1,
        files: files.filter(({ path }: { path: string }) =>
          !path.includes("/two-")
        ),
      }),
    );
    const whole = await runTask("reproduce", ["tiny"], { cwd });
    equal(whole.code, 1);
    equal([...filesUnder(cwd).keys()].some((p) => /^figures/.test(p)), false);
    match(
      whole.error,
      /two-w16-full\.arrow: the study plans this run, there is no file of it/,
    );
    const partial = await runTask("reproduce", ["tiny", "--partial"], { cwd });
    equal(partial.code, 0, partial.error);
    const made = filesUnder(join(cwd, "figures/tiny"));
    // The tables follow from the study alone.
    const rest = [...made.keys()].filter((path) =>
      /\.(svg|html)$|^findings\.md$/.test(path)
    );
    equal(rest.length >= 3, true);
    for (const path of rest) match(made.get(path)!, /partial/i, path);
  }));
