import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { aggregate } from "../../pipeline/aggregate.ts";
import { ingest } from "../../pipeline/ingest.ts";
import { readTable } from "../../pipeline/store/arrow.ts";
import { readBenchmarkFile } from "../../pipeline/store/data_set.ts";
import { openSql } from "../../pipeline/store/sql.ts";
import { GENERATION_COLUMNS } from "../../pipeline/study/generation.ts";
import { plannedRuns, runFile } from "../../pipeline/study/run.ts";
import type { KvStrategy } from "../../pipeline/study/kv_strategy.ts";
import type { Timing } from "../../pipeline/study/timing.ts";
import { validate } from "../../pipeline/validate.ts";
import { type AnswerOf, soundRun } from "../fixtures/sound_run.ts";
import {
  inTemporaryFolder,
  tinyBenchmark,
  tinyStudy,
  writeTinyDataSet,
} from "../fixtures/tiny.ts";

const benchmarks = new Map([["sums", tinyBenchmark]]);

function near(found: number | null, wanted: number, by = 1e-15): void {
  ok(
    found !== null && Math.abs(found - wanted) <= by,
    `${found} is not ${wanted}`,
  );
}

/** The measurements of model one, whose cells answered as told. */
function measuredOf(
  answerOf: AnswerOf,
  timings: readonly Timing[] = [],
  samples = 4,
) {
  const study = tinyStudy({ samples: { full: samples, compressed: 2 } });
  const sound = soundRun(
    study,
    plannedRuns(study)[0]!,
    tinyBenchmark,
    answerOf,
  );
  return aggregate([sound], { study, benchmarks, timings });
}

async function measuredFrom(folder: string) {
  const ingested = await ingest(folder);
  return aggregate(validate(ingested), ingested);
}

Deno.test("aggregate() of the tiny set by hand: 1 of 4 right votes 1/4, 2 of 4 vote 2/3", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const found = await measuredFrom(set);
    deepEqual(
      found.map(({ model, budget, group }) => [model.name, budget, group]),
      ["one", "two"].flatMap((model) =>
        [8, 16].flatMap((budget) =>
          [1, 3].map((group) => [model, budget, group])
        )
      ),
    );
    // Budget 8: right 1, wrong 1 1 1. Three of the four subsets of 3 hold the
    // right one, in a tie of three. Budget 16: right 2, wrong 1 1. Two subsets
    // hold both right ones, two tie one of them with both wrong ones.
    const accuracies = [1 / 4, 3 / 4 * 1 / 3, 2 / 4, (2 + 2 / 3) / 4];
    found.forEach(({ accuracy, missingShare, problems, samples }, i) => {
      near(accuracy, accuracies[i % 4]!);
      deepEqual([problems, samples, missingShare], [3, 4, 0]);
    });
    // sqrt(3 problems x 1/4 x 3/4 / 3) / 3, and for shares of 1/2 alike.
    near(found[0]!.rerunError, Math.sqrt(3 / 16) / 3);
    near(found[2]!.rerunError, Math.sqrt(1 / 4) / 3);
    // All problems alike: Wilson with n = 3, the roots of (p - x)^2 = z^2 x (1 - x) / 3.
    for (const { accuracy, lower, upper } of found) {
      for (const x of [lower, upper]) {
        near(
          (accuracy - x) ** 2,
          1.959963984540054 ** 2 * x * (1 - x) / 3,
          1e-12,
        );
      }
      ok(lower < accuracy && accuracy < upper);
    }
  }));

Deno.test("aggregate() of uneven problems by hand: pass@1 3/12, majority@3 5/12, missing 7/12, of them 2 unreadable", () => {
  const answers = [
    // Any right one wins: every subset of 3 holds one. 1.
    ["7}", "07}", null, "zebra}"],
    // Nothing sent. 0.
    [null, null, null, null],
    // Wrong 2, right 1, missing 1: of the four subsets only the two of one
    // wrong, the right and the missing one tie. 2/4 x 1/2.
    ["998}", "0998}", "999}", ""],
  ];
  const [serial, voted] = measuredOf((problem, sample) =>
    answers[problem]![sample]!
  );
  equal(serial!.accuracy, 3 / 12);
  near(voted!.accuracy, 5 / 12);
  for (
    const { missingShare, unreadableShare, perProblem } of [serial!, voted!]
  ) {
    equal(missingShare, 7 / 12);
    equal(unreadableShare, 2 / 12);
    deepEqual([...perProblem.right], [1 / 2, 0, 1 / 4]);
    deepEqual([...perProblem.missing], [1 / 2, 1, 1 / 4]);
  }
  deepEqual([...serial!.perProblem.accuracy], [1 / 2, 0, 1 / 4]);
  deepEqual([...voted!.perProblem.accuracy], [1, 0, 1 / 4]);
});

Deno.test("aggregate() gives serial scenarios of a full cache their shares on the samples a compressed one has", () => {
  const study = tinyStudy({
    kvStrategies: [
      { kind: "full" },
      { kind: "streaming", retained: 2, interval: 1 },
    ],
  });
  const sound = soundRun(
    study,
    plannedRuns(study)[0]!,
    tinyBenchmark,
    (problem, sample) =>
      sample === 0 ? `${tinyBenchmark.problems[problem]!.answer}}` : "1}",
  );
  const found = aggregate([sound], { study, benchmarks, timings: [] });
  deepEqual(
    found.map(({ group, perProblem: { matched } }) => [group, matched]),
    [8, 16].flatMap(() => [
      [1, Float64Array.of(1 / 2, 1 / 2, 1 / 2)],
      [3, undefined],
    ]),
  );
});

Deno.test("aggregate() counts bytes by hand: 328,704 of weights, 256 of cache a token and sample", () => {
  const found = measuredOf(() => "7}");
  // Linear layers 147,456 weights, norms 512, embeddings 2 x 64 x 128, at 2 bytes.
  for (const { weightBytes, kvBytes, totalBytes, budget, group } of found) {
    equal(weightBytes, 2 * (147_456 + 512 + 2 * 64 * 128));
    // 1 layer x 1 KV head x 64 x keys and values x 2 bytes.
    equal(kvBytes, 256 * budget * group);
    equal(totalBytes, weightBytes + kvBytes);
  }
});

Deno.test("aggregate() gives a scenario the seconds of its own budget, and a group none", () => {
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
  const foreign = { latencySeconds: 99, requestsPerSecond: 99 };
  const timings: Timing[] = [
    { ...timing, model: "two", ...foreign },
    { ...timing, weightBits: 8, ...foreign },
    { ...timing, kv: "hqq-4", ...foreign },
    { ...timing, model: "two", concurrency: 6, ...foreign },
    timing,
    { ...timing, concurrency: 4, latencySeconds: 5, requestsPerSecond: 3 },
    { ...timing, concurrency: 8, requestsPerSecond: 4, preemptions: 1 },
  ];
  deepEqual(
    measuredOf(() => "7}", timings).map((
      { budget, group, latencySeconds, requestsPerSecond },
    ) => [budget, group, latencySeconds, requestsPerSecond]),
    [[8, 1, 2, 3], [8, 3, null, null], [16, 1, null, null], [
      16,
      3,
      null,
      null,
    ]],
  );
});

/** Answers of every cell: 3 problems x 5 samples x 2 budgets. */
const SAMPLES = 5;
const cells = fc.array(
  fc.option(
    fc.constantFrom("7}", "07}", "42}", "999}", "5}", "6}", "", "x}"),
  ),
  { minLength: 3 * SAMPLES * 2, maxLength: 3 * SAMPLES * 2 },
);
const answering = (texts: readonly (string | null)[]): AnswerOf =>
(
  problem,
  sample,
  budget,
) => texts[(problem * SAMPLES + sample) * 2 + (budget === 8 ? 0 : 1)]!;

Deno.test("aggregate() puts every accuracy inside its interval, and that inside 0-1", () => {
  fc.assert(
    fc.property(cells, (texts) => {
      for (const m of measuredOf(answering(texts), [], SAMPLES)) {
        ok(0 <= m.lower && m.lower <= m.accuracy, `${m.lower} ${m.accuracy}`);
        ok(m.accuracy <= m.upper && m.upper <= 1, `${m.accuracy} ${m.upper}`);
        ok(m.accuracy <= 1 && m.missingShare >= 0 && m.missingShare <= 1);
      }
    }),
  );
});

Deno.test("aggregate() grades the same data alike, whatever it graded in between", () => {
  fc.assert(
    fc.property(cells, cells, (texts, others) => {
      const study = tinyStudy({ samples: { full: SAMPLES, compressed: 2 } });
      const [run] = plannedRuns(study);
      const given = [
        soundRun(study, run!, tinyBenchmark, answering(texts)),
      ];
      const kept = structuredClone(given);
      const rest = { study, benchmarks, timings: [] };
      const first = aggregate(given, rest);
      const copy = structuredClone(first);
      measuredOf(answering(others), [], SAMPLES);
      deepEqual(aggregate(given, rest), copy);
      deepEqual(first, copy);
      deepEqual(given, kept);
    }),
    { numRuns: 30 },
  );
});

Deno.test("aggregate() measures runs one by one: their order only orders the measurements", () => {
  fc.assert(
    fc.property(cells, cells, (texts, others) => {
      const study = tinyStudy({ samples: { full: SAMPLES, compressed: 2 } });
      const [one, two] = plannedRuns(study).map((run, i) =>
        soundRun(study, run, tinyBenchmark, answering(i ? others : texts))
      );
      const rest = { study, benchmarks, timings: [] };
      const together = aggregate([one!, two!], rest);
      deepEqual(aggregate([two!, one!], rest), [
        ...together.slice(4),
        ...together.slice(0, 4),
      ]);
      deepEqual(aggregate([two!], rest), together.slice(4));
    }),
    { numRuns: 20 },
  );
});

Deno.test("aggregate() gives the same numbers whatever the order of rows and of files on disk", () =>
  inTemporaryFolder(async (folder) => {
    const plain = join(folder, "a", "tiny");
    await writeTinyDataSet(plain, "tiny");
    const wanted = await measuredFrom(plain);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (chance) => {
        const set = join(folder, "b", "tiny");
        await writeTinyDataSet(
          set,
          "tiny",
          (rows) =>
            rows.map((row) => ({ row, key: chance.next().value! }))
              .sort((a, b) => a.key - b.key).map(({ row }) => row),
        );
        const manifest = join(set, "manifest.json");
        const { files } = JSON.parse(await Deno.readTextFile(manifest));
        await Deno.writeTextFile(
          manifest,
          JSON.stringify({ schema: 1, files: files.toReversed() }),
        );
        deepEqual(await measuredFrom(set), wanted);
      }),
      { numRuns: 10 },
    );
    await writeTinyDataSet(
      join(folder, "b", "tiny"),
      "tiny",
      (rows) => rows.with(0, { ...rows[0]!, answer: null }),
    );
    notDeepEqual(await measuredFrom(join(folder, "b", "tiny")), wanted);
  }));

/** Every measured number again, from the raw files, in SQL that knows nothing of ours. */
const ORACLE = `
WITH read AS (
  SELECT model, problem, sample, budget,
    CASE WHEN regexp_matches(answer, grammar)
      THEN CAST(regexp_extract(answer, grammar, 1) AS INTEGER) END AS value
  FROM generations, study
), graded AS (
  SELECT read.*, CAST(problems.answer AS INTEGER) AS expected
  FROM read JOIN problems ON problems.id = read.problem
), serial AS (
  SELECT model, problem, budget, 1 AS "group",
    avg(CASE WHEN value = expected THEN 1.0::DOUBLE ELSE 0 END) AS accuracy
  FROM graded GROUP BY ALL
), three AS (
  SELECT a.model, a.problem, a.budget, 3 AS "group", avg(
    CASE
      WHEN right_votes = 0 THEN 0.0::DOUBLE
      WHEN right_votes >= 2 THEN 1
      -- One right vote: it wins alone, shares with each single rival, loses to a pair.
      WHEN all_votes = 3 AND rivals = 1 THEN 0
      ELSE 1.0::DOUBLE / (1 + rivals)
    END) AS accuracy
  FROM (
    SELECT a.model, a.problem, a.budget,
      (a.value IS NOT NULL)::INT + (b.value IS NOT NULL)::INT + (c.value IS NOT NULL)::INT AS all_votes,
      coalesce(a.value = a.expected, false)::INT + coalesce(b.value = b.expected, false)::INT
        + coalesce(c.value = c.expected, false)::INT AS right_votes,
      len(list_distinct(list_filter([a.value, b.value, c.value],
        vote -> vote IS NOT NULL AND vote <> a.expected))) AS rivals
    FROM graded a
    JOIN graded b USING (model, problem, budget)
    JOIN graded c USING (model, problem, budget)
    WHERE a.sample < b.sample AND b.sample < c.sample
  ) a GROUP BY ALL
), shares AS (
  SELECT model, problem, budget, count(*)::INT AS samples,
    avg(CASE WHEN value = expected THEN 1.0::DOUBLE ELSE 0 END) AS right_share,
    avg(CASE WHEN value IS NULL THEN 1.0::DOUBLE ELSE 0 END) AS missing_share
  FROM graded GROUP BY ALL
)
SELECT * FROM (FROM serial UNION ALL FROM three) JOIN shares USING (model, problem, budget)
`;

Deno.test("aggregate() gives what DuckDB computes from the raw files of data/nano, over all 4,960 subsets of 3", async () => {
  const ingested = await ingest("data/nano");
  const { study } = ingested;
  const [chain] = study.benchmarks;
  const full = ({ kv }: { readonly kv: KvStrategy }) => kv.kind === "full";
  const found = aggregate(validate(ingested), ingested).filter(full);
  const runs = plannedRuns(study).filter(full);
  const sql = await openSql();
  for (const run of runs) {
    const path = join("data/nano", runFile(run));
    sql.add(
      run.model.name,
      readTable(await Deno.readFile(path), GENERATION_COLUMNS, path),
    );
  }
  const parts = runs.map(({ model: { name } }) =>
    `SELECT '${name}' AS model, * FROM "${name}"`
  );
  sql.query(`CREATE VIEW generations AS ${parts.join(" UNION ALL ")}`);
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  sql.query(
    `CREATE TABLE study AS SELECT ${text(chain!.grammar)} AS grammar`,
  );
  const { problems } = await readBenchmarkFile("data/nano", chain!);
  const rows = problems.map(({ id, answer }) =>
    `(${text(id)}, ${text(answer)})`
  );
  sql.query(
    `CREATE TABLE problems AS SELECT * FROM (VALUES ${
      rows.join(", ")
    }) AS t(id, answer)`,
  );
  sql.query(`CREATE TABLE per_problem AS ${ORACLE}`);

  const place = new Map(problems.map(({ id }, i) => [id, i]));
  const measured = new Map(
    found.map((m) => [`${m.model.name} ${m.budget} ${m.group}`, m]),
  );
  const each = sql.query("FROM per_problem");
  equal(each.length, 2 * 6 * 48 * 2);
  for (const row of each) {
    const m = measured.get(`${row.model} ${row.budget} ${row.group}`)!;
    const at = place.get(String(row.problem))!;
    near(m.perProblem.accuracy[at]!, Number(row.accuracy), 1e-12);
    near(m.perProblem.right[at]!, Number(row.right_share), 1e-12);
    near(m.perProblem.missing[at]!, Number(row.missing_share), 1e-12);
    equal(m.samples, row.samples);
  }
  const shapes = study.models.map((m) =>
    `('${m.name}', ${m.layers}, ${m.hidden}, ${m.intermediate}, ${m.heads}, ${m.kvHeads}, ${m.headDim}, ${m.vocabulary})`
  );
  sql.query(
    `CREATE TABLE shapes AS SELECT * FROM (VALUES ${shapes.join(", ")})
      AS t(model, layers, hidden, inner_size, heads, kv_heads, head, words)`,
  );
  const means = sql.query(
    `SELECT model, budget, "group", count(*)::INT AS problems,
      avg(accuracy) AS accuracy, avg(missing_share) AS missing_share,
      2 * (layers * (2 * hidden * heads * head + 2 * hidden * kv_heads * head
        + 3 * hidden * inner_size + 2 * hidden + 2 * head)
        + hidden + 2 * words * hidden) AS weight_bytes,
      "group" * budget * layers * kv_heads * head * 4 AS kv_bytes
    FROM per_problem JOIN shapes USING (model) GROUP BY ALL`,
  );
  equal(means.length, 2 * 6 * 2);
  for (const row of means) {
    const m = measured.get(`${row.model} ${row.budget} ${row.group}`)!;
    near(m.accuracy, Number(row.accuracy), 1e-12);
    near(m.missingShare, Number(row.missing_share), 1e-12);
    equal(m.problems, row.problems);
    equal(m.weightBytes, Number(row.weight_bytes));
    equal(m.kvBytes, Number(row.kv_bytes));
    equal(m.totalBytes, Number(row.weight_bytes) + Number(row.kv_bytes));
  }
});
