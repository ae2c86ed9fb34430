import { deepEqual, equal, match } from "node:assert/strict";
import { runTask } from "../../fixtures/task.ts";

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

Deno.test("deno task query answers over measurements, single files and all generations", async () => {
  const { code, out, error } = await runTask("query", [
    `SELECT (SELECT count(*) FROM measurements) AS measurements,
      (SELECT count(*) FROM "chain/nano-s-w16-full" WHERE budget = 24) AS small,
      (SELECT count(*) FROM generations WHERE model = 'nano-l') AS large,
      (SELECT string_agg(DISTINCT kv || weight_bits || benchmark, '') FROM generations) AS keys`,
    "--set",
    "nano",
    "--json",
  ]);
  equal(code, 0, error);
  deepEqual(JSON.parse(out), [{
    // 2 models x 6 budgets x 7 groups; 48 problems x 32 samples (x 6 budgets).
    measurements: 84,
    small: 1536,
    large: 9216,
    keys: "full16chain",
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
