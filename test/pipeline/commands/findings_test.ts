import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { runTask } from "../../fixtures/task.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";

Deno.test("deno task findings --help exits 0 and names the task", async () => {
  const { code, out, error } = await runTask("findings", ["--help"]);
  equal(code, 0, error);
  match(out, /^deno task findings \[set\.\.\.\] \[--check\]/);
});

Deno.test("deno task findings with an option it does not know exits 2 and shows the help", async () => {
  const { code, out, error } = await runTask("findings", ["--chekc"]);
  deepEqual([code, out], [2, ""]);
  match(error, /--chekc/);
  match(error, /deno task findings \[set\.\.\.\] \[--check\]/);
});

Deno.test("deno task findings --check passes on data/nano: its rulings are those on record", async () => {
  const { code, out, error } = await runTask("findings", ["nano", "--check"]);
  equal(code, 0, error);
  match(out, /^nano \(measured\): finding-1 insufficient: \(a\) /);
});

Deno.test("deno task findings --check fails on a set without a record whose findings are not supported", () =>
  inTemporaryFolder(async (cwd) => {
    await writeTinyDataSet(join(cwd, "data/new"), "new");
    const plain = await runTask("findings", ["new"], { cwd });
    equal(plain.code, 0, plain.error);
    const { code, out, error } = await runTask(
      "findings",
      ["new", "--check"],
      { cwd },
    );
    equal(code, 1);
    equal(out, plain.out);
    match(error, /^new: finding-1 is insufficient, expected supported$/m);
  }));

Deno.test("deno task findings --check fails when a set on record has other rulings, or none of a finding", () =>
  inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "data/new");
    await writeTinyDataSet(set, "new");
    const record = (findings: Record<string, string>) =>
      Deno.writeTextFile(
        join(set, "expected.json"),
        JSON.stringify({ schema: 1, findings }),
      );
    const names = [1, 2, 3, 4, 5, 6].map((i) => `finding-${i}`);
    const all = Object.fromEntries(names.map((name) => [name, "insufficient"]));
    await record(all);
    const right = await runTask("findings", ["--check"], { cwd });
    equal(right.code, 0, right.error);
    await record({
      ...all,
      "finding-1": "supported",
      "finding-7": "undecided",
    });
    const wrong = await runTask("findings", ["--check"], { cwd });
    equal(wrong.code, 1);
    match(wrong.error, /^new: finding-1 is insufficient, expected supported$/m);
    match(wrong.error, /^new: finding-7 is no ruling, expected undecided$/m);
    await record({ ...all, "finding-1": "true" });
    const unread = await runTask("findings", ["--check"], { cwd });
    equal(unread.code, 1);
    match(unread.error, /^Cannot read data\/new\/expected\.json: /);
  }));

Deno.test("deno task findings --check fails when a set with committed findings is no longer there", () =>
  inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "data/new");
    await writeTinyDataSet(set, "new");
    await Deno.mkdir(join(cwd, "figures/old"), { recursive: true });
    await Deno.writeTextFile(join(cwd, "figures/old/findings.json"), "{}");
    const { code, error } = await runTask("findings", ["--check"], { cwd });
    equal(code, 1);
    match(error, /^old: figures\/ has findings of it and data\/ no such set$/m);
  }));
