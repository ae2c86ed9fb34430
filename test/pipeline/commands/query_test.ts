import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { runTask } from "../../fixtures/task.ts";
import {
  inTemporaryFolder,
  tinyJson,
  writeTinyDataSet,
} from "../../fixtures/tiny.ts";

Deno.test("deno task query --help exits 0 and names the task", async () => {
  const { code, out, error } = await runTask("query", ["--help"]);
  equal(code, 0, error);
  match(out, /^deno task query "SQL"/);
});

Deno.test("deno task query without a query exits 2 and shows the help", async () => {
  const { code, out, error } = await runTask("query", []);
  deepEqual([code, out], [2, ""]);
  match(error, /^Give a query\n\ndeno task query/);
});

Deno.test("deno task query with more than a query exits 2 and shows the help", async () => {
  const { code, out, error } = await runTask("query", ["SELECT", "1"]);
  deepEqual([code, out], [2, ""]);
  match(error, /^Give one query, in quotes\n\ndeno task query/);
});

Deno.test("deno task query tells strategies of one family apart", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny", undefined, {
      models: tinyJson().models.slice(0, 1),
      kvStrategies: [
        { kind: "full" },
        { kind: "streaming", retained: 4, interval: 2 },
        { kind: "streaming", retained: 8, interval: 2 },
      ],
    });
    const { code, out, error } = await runTask("query", [
      "SELECT kv, count(*) AS rows FROM generations GROUP BY kv ORDER BY kv",
      "--json",
      "--set",
      set,
    ]);
    equal(code, 0, error);
    // 3 problems x 4 or 2 samples x 2 budgets.
    deepEqual(JSON.parse(out), [
      { kv: "full", rows: 24 },
      { kv: "streaming-4", rows: 12 },
      { kv: "streaming-8", rows: 12 },
    ]);
  }));

Deno.test("deno task query answers over measurements, single files and all generations", async () => {
  const { code, out, error } = await runTask("query", [
    `SELECT (SELECT count(*) FROM measurements) AS measurements,
      (SELECT count(*) FROM "chain/nano-s-w16-full" WHERE budget = 24) AS small,
      (SELECT count(*) FROM generations WHERE model = 'nano-l') AS large,
      (SELECT count(DISTINCT kv || weight_bits || benchmark) FROM generations) AS keys`,
    "--set",
    "nano",
    "--json",
  ]);
  equal(code, 0, error);
  deepEqual(JSON.parse(out), [{
    // 2 models x 6 budgets x (7 groups and 9 compressed caches); 48 problems x
    // 32 samples (x 6 budgets, and 9 x 8 samples under compressed caches).
    measurements: 192,
    small: 1536,
    large: 29952,
    keys: 10,
  }]);
});

Deno.test("deno task query prints the rows as a table", async () => {
  const { code, out, error } = await runTask("query", [
    "SELECT 40 + 2 AS answer",
  ]);
  equal(code, 0, error);
  match(out, /answer[\s\S]*42/);
});

Deno.test("deno task query tells what is wrong with a query and a set, without a stack trace", async () => {
  const [query, set] = await Promise.all([
    runTask("query", ["SELECT nonsense FROM measurements"]),
    runTask("query", ["SELECT 1", "--set", "nosuch"]),
  ]);
  equal(query.code, 1);
  match(query.error, /^Cannot run the query: .*"nonsense" not found/);
  equal(/^\s+at /m.test(query.error), false);
  deepEqual(set, {
    code: 1,
    out: "",
    error: "Cannot query nosuch: there are no sealed result files\n",
  });
});
