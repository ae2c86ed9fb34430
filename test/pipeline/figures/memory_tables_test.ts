import { deepEqual, equal, ok } from "node:assert/strict";
import {
  cacheTable,
  memoryTable,
} from "../../../pipeline/figures/memory_tables.ts";
import {
  tableCsv,
  tableMarkdown,
} from "../../../pipeline/figures/text_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const paper = await results("data/paper");
const nano = await results("data/nano");

Deno.test("memoryTable() of the paper's study is its table 1; 65.918 is rounded", () => {
  equal(
    tableCsv(memoryTable(paper)),
    `model,weights_4bit,weights_8bit,weights_16bit,kv_2k,kv_18k,kv_30k,kv_30k_x16
0.6B,0.50,0.71,1.40,0.21,1.92,3.20,51.27
1.7B,1.26,1.93,3.78,0.21,1.92,3.20,51.27
4B,2.49,4.19,7.49,0.27,2.47,4.12,65.92
8B,5.68,8.94,15.26,0.27,2.47,4.12,65.92
14B,9.30,15.50,27.51,0.31,2.75,4.58,73.24
32B,18.01,32.66,61.02,0.49,4.39,7.32,117.19
`,
  );
});

Deno.test("cacheTable() of the paper's study is its table 2", () => {
  equal(
    tableCsv(cacheTable(paper)),
    `model,layers,kv_heads,head_dim,kv_kib_per_token
0.6B,28,8,128,112
1.7B,28,8,128,112
4B,36,8,128,144
8B,36,8,128,144
14B,40,8,128,160
32B,64,8,128,256
`,
  );
});

Deno.test("the tables' titles say of which data set they are, and of which kind", () => {
  equal(
    memoryTable(paper).title,
    "Table 1. Memory of weights and KV cache, GiB (paper, SIMULATED)",
  );
  equal(
    cacheTable(paper).title,
    "Table 2. KV cache of one token (paper, SIMULATED)",
  );
  equal(
    cacheTable(nano).title,
    "Table 2. KV cache of one token (nano, measured)",
  );
});

Deno.test("memoryTable() of small models names its unit in every column", () => {
  const { columns, rows } = memoryTable(nano);
  deepEqual(columns.map(([name]) => name), [
    "model",
    "weights_16bit_mib",
    "kv_24_mib",
    "kv_96_mib",
    "kv_208_mib",
    "kv_208_x16_mib",
  ]);
  deepEqual(rows[0], ["0.6M", "1.16", "0.02", "0.09", "0.20", "3.25"]);
});

Deno.test("tableMarkdown() has a cell for every cell", () => {
  const lines = tableMarkdown(memoryTable(paper)).split("\n")
    .filter((line) => line.startsWith("|"));
  equal(lines.length, 2 + 6);
  ok(lines.every((line) => line.split("|").length === 8 + 2));
});
