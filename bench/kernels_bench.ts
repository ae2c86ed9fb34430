/**
 * The inner loops one by one, each beside what else could do the same: a loop as
 * one would write it first, arquero, DuckDB, the Arrow library.
 *
 *   deno bench -A bench/kernels_bench.ts
 */
import { type ColumnTable, desc, fromArrow, op, rolling } from "arquero";
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";
import { setCompressionCodec } from "@uwdata/flechette";
import { zstdDecompressSync } from "node:zlib";
import { FIGURES } from "../pipeline/figures/mod.ts";
import { undominated } from "../pipeline/frontier.ts";
import {
  bootstrapT,
  bootstrapTOfCounts,
} from "../pipeline/statistics/interval.ts";
import {
  majorityAccuracy,
  majorityCurve,
} from "../pipeline/statistics/majority.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../pipeline/statistics/resample.ts";
import { results } from "../pipeline/reproduce.ts";
import { readTable } from "../pipeline/store/arrow.ts";
import { OUR_LIMITS, walkArrow } from "../pipeline/store/arrow_walk.ts";
import { readResult, visitResult } from "../pipeline/store/result_file.ts";
import { openSql } from "../pipeline/store/sql.ts";
import { unpack } from "../pipeline/store/unpack.ts";
import { GENERATION_COLUMNS } from "../pipeline/study/generation.ts";
import type { Measurement } from "../pipeline/study/measurement.ts";

const FILE = "data/paper/gpqa-diamond/qwen3-8b-w8-full.arrow";
const bytes = Deno.readFileSync(FILE);
const found = await results("data/paper");
const full = found.measurements.filter(({ benchmark, kv }) =>
  benchmark.name === "aime25" && kv.kind === "full"
);
const scores = found.measurements.filter(({ problems }) => problems === 30)
  .map(({ perProblem }) => perProblem.accuracy);

setCompressionCodec(1, {
  encode: () => {
    throw new Error("only read here");
  },
  decode: (data: Uint8Array) => new Uint8Array(zstdDecompressSync(data)),
});

// ---- decoding one file of 50,688 rows, every column
Deno.bench("ours", { group: "decode", baseline: true }, () => {
  visitResult(bytes, FILE);
});
const { dictionaries, batches } = walkArrow(bytes, FILE, OUR_LIMITS);
const buffers = [...dictionaries, ...batches].flatMap(({ buffers }) => buffers);
Deno.bench("of it the walk", { group: "decode" }, () => {
  walkArrow(bytes, FILE, OUR_LIMITS);
});
Deno.bench("of it unpacking", { group: "decode" }, () => {
  unpack(bytes, buffers);
});
Deno.bench("of it unpacking, by zlib", { group: "decode" }, () => {
  for (const { at, length, size, isPacked } of buffers) {
    if (!isPacked) continue;
    zstdDecompressSync(bytes.subarray(at, at + length), {
      maxOutputLength: Math.max(1, size),
      chunkSize: Math.max(64, size + 1),
    });
  }
});
Deno.bench("apache-arrow", { group: "decode" }, () => {
  const table = tableFromIPC(bytes);
  for (const { name } of GENERATION_COLUMNS) table.getChild(name)!.toArray();
});
Deno.bench("arquero", { group: "decode" }, () => {
  const table = fromArrow(bytes) as ColumnTable;
  for (const { name } of GENERATION_COLUMNS) table.array(name);
});

// ---- right answers of every problem at every budget, of the same file
const { generations } = readResult(bytes, FILE);
const RIGHT = "A}";
const right = generations.answers.indexOf(RIGHT);
const column = new Map(
  [...new Set(generations.budget)].map((budget, at) => [budget, at]),
);
Deno.bench("loop over codes", { group: "group by", baseline: true }, () => {
  const { problem, budget, answer, rows } = generations;
  const counts = new Float64Array(generations.problems.length * column.size);
  for (let row = 0; row < rows; row++) {
    if (answer[row] === right) {
      counts[problem[row]! * column.size + column.get(budget[row]!)!]!++;
    }
  }
});
const arquero = fromArrow(bytes) as ColumnTable;
Deno.bench("arquero", { group: "group by" }, () => {
  arquero.groupby("problem", "budget")
    .rollup({ right: "d => op.sum(d.answer === 'A}')" }).array("right");
});
const sql = await openSql();
sql.add("generations", readTable(bytes, GENERATION_COLUMNS, FILE));
Deno.bench("duckdb-wasm", { group: "group by" }, () => {
  sql.query(
    `select problem, budget, count(*) filter (answer = '${RIGHT}') as n from generations group by all`,
  );
});

// ---- the exact vote of one pattern after the other, 7 groups of 32 samples
const PATTERNS = Array.from({ length: 1000 }, (_, i) => ({
  right: i % 33,
  wrong: [
    Math.floor((32 - i % 33) / 2),
    Math.floor((32 - i % 33) / 3),
    Math.floor((32 - i % 33) / 7),
  ],
}));
const GROUPS = [1, 3, 4, 6, 8, 12, 16];
const missing = ({ right, wrong }: (typeof PATTERNS)[number]) =>
  32 - right - wrong.reduce((a, b) => a + b, 0);
Deno.bench("ours", { group: "majority, 1,000 cells", baseline: true }, () => {
  for (const each of PATTERNS) {
    majorityCurve(each.right, each.wrong, missing(each), GROUPS);
  }
});
Deno.bench("plain arrays", { group: "majority, 1,000 cells" }, () => {
  for (const each of PATTERNS) {
    for (const group of GROUPS) {
      majorityAccuracy({
        counts: [each.right, ...each.wrong],
        correctClasses: [0],
        invalid: missing(each),
        group,
      });
    }
  }
});

// ---- bootstrap-t of 100 scenarios of 30 problems, 2,000 draws
const drawn = problemDraws(30, INTERVAL_DRAWS.draws, INTERVAL_DRAWS.seed);
const some = scores.slice(0, 100);
Deno.bench("ours", { group: "bootstrap-t, 100", baseline: true }, () => {
  for (const each of some) bootstrapT(each, drawn);
});
const counts = some.map((each) =>
  Int32Array.from(each, (share) => Math.round(32 * share))
);
Deno.bench("ours, of counts", { group: "bootstrap-t, 100" }, () => {
  for (const each of counts) bootstrapTOfCounts(each, 32, drawn);
});
Deno.bench("naive loop", { group: "bootstrap-t, 100" }, () => {
  for (const each of some) naiveBootstrap(each);
});

/** Every draw as the definition has it; then a sort. */
function naiveBootstrap(values: Float64Array): [number, number] {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const t = Array.from({ length: drawn.draws }, (_, draw) => {
    const taken = Array.from(values).flatMap((value, i) =>
      Array<number>(drawn.counts[draw * n + i]!).fill(value)
    );
    const own = taken.reduce((a, b) => a + b, 0) / n;
    const spread = taken.reduce((a, b) => a + (b - own) ** 2, 0) / (n - 1);
    return (own - mean) / Math.sqrt(spread / n);
  }).sort((a, b) => a - b);
  return [t[49]!, t[1950]!];
}

// ---- the frontier of the 1,008 voting scenarios
Deno.bench("ours", { group: "frontier of 1,008", baseline: true }, () => {
  undominated(full);
});
Deno.bench("every pair", { group: "frontier of 1,008" }, () => {
  full.filter((a) => !full.some((b) => dominates(b, a)));
});
const dominates = (a: Measurement, b: Measurement) =>
  a.totalBytes <= b.totalBytes && a.accuracy >= b.accuracy &&
  (a.totalBytes < b.totalBytes || a.accuracy > b.accuracy);
const points = tableFromArrays({
  cost: Float64Array.from(full, ({ totalBytes }) => totalBytes),
  value: Float64Array.from(full, ({ accuracy }) => accuracy),
});
sql.add("points", points);
Deno.bench("duckdb-wasm", { group: "frontier of 1,008" }, () => {
  sql.query(
    "select cost, value from (select *, max(value) over (order by cost, value desc rows between unbounded preceding and 1 preceding) as best from points) where best is null or value > best order by cost",
  );
});
const table = fromArrow(tableToIPC(points, "stream")) as ColumnTable;
Deno.bench("arquero", { group: "frontier of 1,008" }, () => {
  table.orderby("cost", desc("value"))
    .derive({
      best: rolling((d: { value: number }) => op.max(d.value), [-Infinity, -1]),
    })
    .filter((d: { value: number; best: number }) => d.value > d.best)
    .array("cost");
});

// ---- SVG
for (const number of [1, 10]) {
  Deno.bench(`figure ${number}`, { group: "SVG" }, () => {
    FIGURES[number - 1]!.draw(found);
  });
}
