import { deepEqual, equal, throws } from "node:assert/strict";
import { importStudy } from "../../../pipeline/study/import_study.ts";
import { generatedStudy, readStudy } from "../../../pipeline/study/study.ts";
import { importedJson } from "../../fixtures/imported.ts";
import { tinyJson, tinyStudy } from "../../fixtures/tiny.ts";

const plan = {
  benchmarks: ["sums"],
  bits: [16, 4],
  budgets: [64, 8],
  samples: 5,
  reading: { answerAfter: ["so"] },
};

Deno.test("importStudy() worked by hand: what was logged, groups that the samples can form", () => {
  const template = tinyStudy();
  const study = importStudy(template, template.models, plan);
  equal(study.kind, "imported");
  deepEqual(study.weightBits, [4, 16]);
  deepEqual(study.budgets, [8, 64]);
  deepEqual(study.groups, [1, 2, 4]);
  deepEqual(study.samples, { full: 5, compressed: 5 });
  deepEqual(study.reading, { answerAfter: ["so"] });
  deepEqual(study.benchmarks, template.benchmarks);
  // One imported study may be made after another.
  deepEqual(importStudy(study, study.models, plan), study);
});

Deno.test("importStudy() names the benchmarks there are", () => {
  const template = tinyStudy();
  throws(
    () =>
      importStudy(template, template.models, { ...plan, benchmarks: ["aime"] }),
    { message: "Cannot take benchmark aime: there is sums" },
  );
});

Deno.test("readStudy() asks an imported study how responses are read, and takes no forcing of it", () => {
  equal(readStudy(importedJson()).kind, "imported");
  const { forcing } = tinyJson();
  throws(
    () => readStudy(importedJson({ forcing })),
    /forcing is not a key we know/,
  );
  throws(
    () => readStudy(importedJson({ reading: undefined })),
    /reading/,
  );
  throws(
    () => readStudy(tinyJson({ reading: plan.reading })),
    /reading is not a key/,
  );
  throws(
    () => readStudy(tinyJson({ kind: "guessed" })),
    /kind: a study is measured, simulated or imported, given "guessed"/,
  );
});

Deno.test("generatedStudy() refuses what other tools generated", () => {
  equal(generatedStudy(tinyStudy(), "tiny").kind, "measured");
  throws(() => generatedStudy(readStudy(importedJson()), "data/tiny"), {
    message:
      "Cannot generate data/tiny: its study is imported, other tools generated it",
  });
});
