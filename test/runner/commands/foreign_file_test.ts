/** Logs that lm-eval 0.4.13, lighteval 0.13.0 and inspect_ai 0.3.285 wrote, and what damage does to them. */
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { parquetRows } from "../../../runner/commands/parquet_rows.ts";
import { readLog } from "../../../runner/commands/foreign_file.ts";
import type { Tool } from "../../../pipeline/study/imported.ts";
import { LOGS } from "../../fixtures/imported.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const read = (tool: Tool, name: string) => readLog(tool, join(LOGS, name));

Deno.test("readLog() takes the samples lm-eval logged", async () => {
  const { log, sha256 } = await read("lm-eval", "lm-eval-96.jsonl");
  equal(sha256.length, 64);
  deepEqual([log.budget, log.seed, log.told], [96, null, {
    temperature: 0.6,
    do_sample: true,
  }]);
  equal(log.problems.length, 12);
  const { place, id, position, target, responses } = log.problems[11]!;
  deepEqual([place, id, position, responses.length], [
    "line 12",
    "chain-12",
    11,
    2,
  ]);
  equal(target, "36");
  ok(responses.every(({ text }) => text.startsWith("585a*023=")));
});

Deno.test("readLog() takes the details lighteval saved", async () => {
  const { log } = await read("lighteval", "lighteval.parquet");
  // lighteval sorts its requests by length.
  deepEqual(
    log.problems.map(({ position }) => position),
    [7, 5, 2, 8, 9, 6, 11, 3, 4, 0, 1, 10],
  );
  const { target, responses, score } = log.problems[0]!;
  deepEqual([target, score], ["588", null]);
  deepEqual(responses[0], {
    text: "628a*061=408b+280=688so688.",
    tokens: 81,
    stopped: false,
  });
});

Deno.test("readLog() takes the archive inspect_ai wrote, packed with zstd, and its JSON", async () => {
  const { log } = await read("inspect", "inspect.eval");
  deepEqual(
    [log.toolVersion, log.budget, log.seed, log.problems.length],
    ["0.3.285", 96, null, 24],
  );
  deepEqual(log.problems[0], {
    place: "sample chain-01, epoch 1",
    id: "chain-01",
    position: 0,
    target: "769",
    responses: [{
      text: "851a+790=641b*009=769so769.</think>",
      tokens: 81,
      stopped: false,
    }],
    score: { metric: "pattern", right: true },
  });
  // As versions before zstd packed it.
  deepEqual((await read("inspect", "inspect-deflate.eval")).log, log);
  const json = await read("inspect", "inspect-first-4.json");
  deepEqual(
    [json.log.seed, json.log.problems.map(({ id }) => id)],
    [7, ["chain-01", "chain-02", "chain-03", "chain-04"]],
  );
});

Deno.test("readLog() names a file that is absent, another tool's, or none", async () => {
  const cases: [Tool, string, RegExp][] = [
    ["lm-eval", "absent", /absent: there is no such file$/],
    ["lm-eval", "inspect.eval", /inspect\.eval: line 1 is no JSON$/],
    ["lighteval", "inspect.eval", /it is damaged, or no Parquet file$/],
    ["inspect", "lm-eval-96.jsonl", /lm-eval-96\.jsonl: it is no JSON$/],
    ["inspect", "lighteval.parquet", /lighteval\.parquet: it is no JSON$/],
  ];
  for (const [tool, name, message] of cases) {
    await rejects(read(tool, name), { name: "TypeError", message });
  }
  await rejects(
    readLog("lighteval", "test/fixtures/aime_2025_I.parquet"),
    /it has no column doc, metric, model_response, as details of lighteval/,
  );
});

for (
  const [tool, name, step] of [
    ["inspect", "inspect.eval", 997],
    // Each takes a thread of its own.
    ["lighteval", "lighteval.parquet", 4999],
  ] as const
) {
  Deno.test(`readLog() takes no cut ${name}, and says so with the file's name`, () =>
    inTemporaryFolder(async (folder) => {
      const bytes = await Deno.readFile(join(LOGS, name));
      const file = join(folder, "cut");
      for (let length = 0; length < bytes.length; length += step) {
        await Deno.writeFile(file, bytes.subarray(0, length));
        await rejects(
          readLog(tool, file),
          (error: Error) => error.message.startsWith(`Cannot import ${file}`),
        );
      }
    }));
}

Deno.test("readLog() takes no archive with a flipped byte as if nothing had happened", () =>
  inTemporaryFolder(async (folder) => {
    const bytes = await Deno.readFile(join(LOGS, "inspect.eval"));
    const whole = JSON.stringify((await read("inspect", "inspect.eval")).log);
    const file = join(folder, "flipped");
    let refused = 0;
    for (let at = 5; at < bytes.length; at += 499) {
      const flipped = bytes.slice();
      flipped[at]! ^= 0x10;
      await Deno.writeFile(file, flipped);
      try {
        // A byte of what we do not use may be anything.
        equal(JSON.stringify((await readLog("inspect", file)).log), whole);
      } catch (error) {
        ok(
          (error as Error).message.startsWith(`Cannot import ${file}`),
          `${at}: ${error}`,
        );
        refused++;
      }
    }
    ok(refused > 50);
  }));

Deno.test("parquetRows() gives up a file whose damage keeps a reader busy for ever", async () => {
  const bytes = await Deno.readFile(join(LOGS, "lighteval.parquet"));
  bytes[7751]! ^= 1;
  await rejects(parquetRows(bytes, ["doc"], "a.parquet", 2), {
    name: "TypeError",
    message: "Cannot import a.parquet: it is damaged: reading it does not end",
  });
});
