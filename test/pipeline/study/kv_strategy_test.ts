import { deepEqual } from "node:assert/strict";
import {
  kvLabel,
  kvName,
  kvSize,
} from "../../../pipeline/study/kv_strategy.ts";
import { readStudy } from "../../../pipeline/study/study.ts";

const { kvStrategies } = readStudy(
  JSON.parse(Deno.readTextFileSync("data/paper/study.json")),
);

Deno.test("kvName() gives the strings used everywhere", () => {
  deepEqual(kvStrategies.map(kvName), [
    "full",
    "rkv-2048",
    "rkv-4096",
    "rkv-8192",
    "streaming-2048",
    "streaming-4096",
    "streaming-8192",
    "hqq-2",
    "hqq-4",
    "hqq-8",
  ]);
});

Deno.test("kvSize() is null for the full cache only", () => {
  deepEqual(kvStrategies.map(kvSize), [
    null,
    2048,
    4096,
    8192,
    2048,
    4096,
    8192,
    2,
    4,
    8,
  ]);
});

Deno.test("kvLabel() speaks the words of the paper", () => {
  deepEqual([0, 1, 4, 8].map((i) => kvLabel(kvStrategies[i]!)), [
    "full cache",
    "R-KV 2048",
    "StreamingLLM 2048",
    "4-bit KV",
  ]);
});
