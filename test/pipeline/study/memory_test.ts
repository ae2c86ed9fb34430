import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  GIB,
  joinedIndexBytes,
  kvBytes,
  kvBytesPerToken,
  peakKvBytes,
  totalBytes,
  unreadBytes,
  weightBytes,
} from "../../../pipeline/study/memory.ts";
import { modelOf, readStudy } from "../../../pipeline/study/study.ts";
import type { KvStrategy } from "../../../pipeline/study/kv_strategy.ts";

const paper = readStudy(
  JSON.parse(Deno.readTextFileSync("data/paper/study.json")),
);
const FULL = { kind: "full" } as const;
const gib = (bytes: number) => (bytes / GIB).toFixed(2);

Deno.test("weightBytes() gives all 18 weight cells of table 1", () => {
  const cells = paper.models.map((m) =>
    ([4, 8, 16] as const).map((b) => gib(weightBytes(m, b)))
  );
  deepEqual(cells, [
    ["0.50", "0.71", "1.40"],
    ["1.26", "1.93", "3.78"],
    ["2.49", "4.19", "7.49"],
    ["5.68", "8.94", "15.26"],
    ["9.30", "15.50", "27.51"],
    ["18.01", "32.66", "61.02"],
  ]);
});

Deno.test("kvBytes() gives all 24 cache cells of table 1; 65.918 is printed 65.91 there", () => {
  const cells = paper.models.map((m) =>
    ([[2000, 1], [18000, 1], [30000, 1], [30000, 16]] as const)
      .map(([tokens, group]) => gib(kvBytes(m, FULL, tokens, group)))
  );
  deepEqual(cells, [
    ["0.21", "1.92", "3.20", "51.27"],
    ["0.21", "1.92", "3.20", "51.27"],
    ["0.27", "2.47", "4.12", "65.92"],
    ["0.27", "2.47", "4.12", "65.92"],
    ["0.31", "2.75", "4.58", "73.24"],
    ["0.49", "4.39", "7.32", "117.19"],
  ]);
});

Deno.test("unreadBytes() are an input embedding that is no output head: 151,936 x 5,120 of 2 bytes in 14B, none in 0.6B", () => {
  equal(unreadBytes(modelOf(paper, "qwen3-14b")), 151_936 * 5120 * 2);
  equal(unreadBytes(modelOf(paper, "qwen3-0.6b")), 0);
});

Deno.test("kvBytesPerToken() gives the six cells of table 2", () => {
  deepEqual(paper.models.map((m) => kvBytesPerToken(m) / 1024), [
    112,
    112,
    144,
    144,
    160,
    256,
  ]);
});

Deno.test("weightBytes() of 0.6B at 4 bits is what vLLM holds, which has one group index for q, k and v and one for gate and up", () => {
  const [model] = paper.models;
  // 28 layers, indices of k, v and up, 1,024 input rows of 4 bytes each.
  equal(joinedIndexBytes(model!, 4), 28 * 3 * 1024 * 4);
  equal(joinedIndexBytes(model!, 16), 0);
  equal(weightBytes(model!, 4) - joinedIndexBytes(model!, 4), 540_901_376);
});

Deno.test("weightBytes() counts a tied embedding once when asked", () => {
  const [small] = paper.models;
  const { vocabulary, hidden } = small!;
  equal(
    weightBytes(small!, 16) - weightBytes(small!, 16, "tied once"),
    2 * vocabulary * hidden,
  );
});

Deno.test("kvBytes() worked by hand: 4-bit KV costs what R-KV 8192 does at 30k, near enough", () => {
  const model = paper.models[2]!;
  const at30k = (name: string) => {
    const kv = paper.kvStrategies.find((each) =>
      each.kind === "hqq" ? name === `hqq-${each.bits}` : false
    );
    return gib(kvBytes(model, kv!, 30000));
  };
  // 4.12 GiB x (8 x 64 + 16) / 1024 and so on.
  deepEqual([at30k("hqq-8"), at30k("hqq-4"), at30k("hqq-2")], [
    "2.12",
    "1.09",
    "0.58",
  ]);
});

const anyKv: fc.Arbitrary<KvStrategy> = fc.constantFrom(...paper.kvStrategies);
const anyModel = fc.constantFrom(...paper.models);
const tokens = fc.integer({ min: 1, max: 200_000 });

Deno.test("kvBytes() never shrinks with tokens, is linear in the group and at most its peak", () => {
  fc.assert(
    fc.property(
      anyModel,
      anyKv,
      tokens,
      fc.integer({ min: 1, max: 64 }),
      (m, kv, t, g) => {
        ok(kvBytes(m, kv, t + 1, g) >= kvBytes(m, kv, t, g));
        equal(kvBytes(m, kv, t, g), g * kvBytes(m, kv, t));
        ok(peakKvBytes(m, kv, t, g) >= kvBytes(m, kv, t, g));
        ok(kvBytes(m, kv, t, g) <= kvBytes(m, FULL, t, g));
        ok(Number.isSafeInteger(kvBytes(m, kv, t, g)));
      },
    ),
  );
});

Deno.test("totalBytes() shares the weights among the generations of a batch", () => {
  const model = paper.models[2]!;
  equal(
    totalBytes(model, 8, FULL, 6000, 1, 16),
    weightBytes(model, 8) / 16 + kvBytes(model, FULL, 6000),
  );
  equal(gib(totalBytes(model, 8, FULL, 6000, 1, 16)), "1.09");
});

Deno.test("peakKvBytes() worked by hand: eviction grows by one interval, quantizing keeps its newest tokens whole", () => {
  const [m] = paper.models;
  const perToken = kvBytesPerToken(m!);
  const kept = { ...paper.kvStrategies.find(({ kind }) => kind === "rkv")! };
  if (kept.kind !== "rkv") throw new TypeError("Cannot find R-KV");
  const most = kept.retained + kept.interval;
  equal(peakKvBytes(m!, kept, most - 1, 2), 2 * (most - 1) * perToken);
  equal(peakKvBytes(m!, kept, most + 500, 2), 2 * most * perToken);
  const packed = { kind: "hqq", bits: 4, group: 64, residual: 128 } as const;
  equal(peakKvBytes(m!, packed, 100, 2), 2 * 100 * perToken);
  // 872 tokens at (4 x 64 + 16) / 1024 of their bytes.
  equal(
    peakKvBytes(m!, packed, 1000, 2),
    2 * (128 + 872 * 0.265625) * perToken,
  );
});
