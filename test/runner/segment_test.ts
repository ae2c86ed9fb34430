import { deepEqual, throws } from "node:assert/strict";
import { readRecord } from "../../runner/segment.ts";

const think = {
  kind: "think",
  problem: "p-1",
  sample: 0,
  segment: 0,
  ids: [10, 2],
  stop: true,
};
const answer = {
  kind: "answer",
  problem: "p-1",
  sample: 0,
  budget: 8,
  ids: [2],
  stop: true,
  text: null,
};
const forced = {
  kind: "forced",
  problem: "p-1",
  sample: 0,
  segments: [{ ids: [10, 2], stop: true }],
  answers: [{ budget: 8, ids: [2], stop: true, text: null }],
  counters: {
    compactions: 3,
    kept_tokens: 100,
    quantized_tokens: 0,
    peak_kv_bytes: 1024,
    allocated_kv_bytes: 2048,
  },
};
const session = {
  kind: "session",
  flags: { block_size: "32", max_model_len: 512, eager: true, nothing: null },
  machine: { gpu: null, driver: null, cpu: "two cores" },
};

Deno.test("readRecord() reads every kind of record as it was written", () => {
  for (
    const record of [think, answer, forced, session, {
      ...session,
      machine: null,
    }]
  ) {
    deepEqual(readRecord(JSON.parse(JSON.stringify(record))), record);
  }
});

Deno.test("readRecord() refuses what is none of ours, naming the place", () => {
  const refused: [unknown, RegExp][] = [
    [null, /Cannot read a journal record/],
    [{ ...think, kind: "thought" }, /kind/],
    [{ ...think, ids: [10, -1] }, /ids\.1/],
    [{ ...think, ids: [10, 0.5] }, /ids\.1/],
    [{ ...think, sample: "0" }, /sample/],
    [{ ...think, more: 1 }, /more/],
    [{ ...think, stop: undefined }, /stop/],
    [{ ...answer, text: undefined }, /text/],
    [{ ...answer, budget: 2 ** 53 }, /budget/],
    [{ ...forced, counters: {} }, /counters\.compactions/],
    [{ ...forced, segments: [{ ids: [1] }] }, /segments\.0\.stop/],
    [{ ...session, flags: { deep: {} } }, /flags\.deep/],
    [{ ...session, machine: { gpu: null } }, /machine\.(driver|cpu)/],
  ];
  for (const [record, message] of refused) {
    throws(() => readRecord(record), { name: "TypeError", message });
  }
});
