import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type CountedMemory,
  memoryProblems,
} from "../../../pipeline/study/counted_memory.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";

const study = tinyStudy();
const sound: CountedMemory = {
  model: study.models[0]!.name,
  weightBits: study.weightBits[0]!,
  kv: "full",
  parameterBytes: 128,
  serverReportedBytes: null,
  kvBytesPerToken: 16,
};

Deno.test("memoryProblems() finds nothing in what the study has, and names the row and the value of what it has not", () => {
  deepEqual(memoryProblems(study, [sound]), []);
  deepEqual(
    memoryProblems(study, [
      sound,
      { ...sound, model: "nobody", parameterBytes: -1 },
      sound,
    ]),
    [
      { row: 1, problem: "no model is called nobody" },
      { row: 1, problem: "its parameter_bytes are -1, not a count of bytes" },
      { row: 2, problem: "it counts what row 0 has counted" },
    ],
  );
});

Deno.test("memoryProblems() finds each defect, wherever it stands", () => {
  const defects: Partial<CountedMemory>[] = [
    { model: "x" },
    { weightBits: 3 },
    { kv: "x" },
    { parameterBytes: 0 },
    { serverReportedBytes: 0 },
    { kvBytesPerToken: NaN },
  ];
  const rows = study.models.flatMap(({ name: model }) =>
    study.weightBits.map((weightBits) => ({ ...sound, model, weightBits }))
  );
  fc.assert(fc.property(
    fc.nat({ max: rows.length - 1 }),
    fc.constantFrom(...defects),
    (at, defect) => {
      const found = memoryProblems(
        study,
        rows.map((row, k) => k === at ? { ...row, ...defect } : row),
      );
      deepEqual(found.map(({ row }) => row), [at]);
    },
  ));
});
