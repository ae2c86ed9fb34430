import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import {
  dataSetName,
  dataSets,
  readBenchmarkFile,
  readDataSetStudy,
} from "../../../pipeline/store/data_set.ts";
import {
  inTemporaryFolder,
  tinyBenchmark,
  tinyJson,
  tinyStudy,
} from "../../fixtures/tiny.ts";

const [sums] = tinyStudy().benchmarks;

Deno.test("dataSetName() is the last part of the folder, slashes behind it or not", () => {
  equal(dataSetName("data/nano"), "nano");
  equal(dataSetName("data/nano//"), "nano");
});

Deno.test("dataSets() are the folders with a study, sorted", () =>
  inTemporaryFolder(async (folder) => {
    for (const name of ["b", "a", ".hidden", "empty"]) {
      await Deno.mkdir(join(folder, name));
      if (name === "empty") continue;
      await Deno.writeTextFile(
        join(folder, name, "study.json"),
        JSON.stringify(tinyJson()),
      );
    }
    await Deno.writeTextFile(join(folder, "study.json"), "{}");
    deepEqual(await dataSets(folder), [join(folder, "a"), join(folder, "b")]);
  }));

Deno.test("readDataSetStudy() names a file that is absent and one that is no JSON", () =>
  inTemporaryFolder(async (folder) => {
    await rejects(
      readDataSetStudy(folder),
      /^TypeError: Cannot read \S+study\.json: there is no such file$/,
    );
    await Deno.writeTextFile(join(folder, "study.json"), "{");
    await rejects(
      readDataSetStudy(folder),
      /^TypeError: Cannot read \S+study\.json: /,
    );
  }));

Deno.test("readBenchmarkFile() tells every expected answer the grammar cannot read", () =>
  inTemporaryFolder(async (folder) => {
    const [one, two, three] = tinyBenchmark.problems;
    const problems = [
      { ...one, answer: "seven" },
      two,
      { ...three, answer: "1000" },
    ];
    const write = (content: unknown) =>
      Deno.writeTextFile(join(folder, "sums.json"), JSON.stringify(content));
    await write(tinyBenchmark);
    deepEqual(await readBenchmarkFile(folder, sums!), tinyBenchmark);
    await write({ ...tinyBenchmark, problems });
    await rejects(readBenchmarkFile(folder, sums!), {
      name: "DataProblems",
      message: `Cannot read the benchmark file: 2 problems\n` +
        `  - ${folder}/sums.json: p-1: the study's grammar does not read its answer "seven"\n` +
        `  - ${folder}/sums.json: p-3: the study's grammar does not read its answer "1000"`,
    });
  }));

Deno.test("readBenchmarkFile() refuses the file of another benchmark and one without problems", () =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, "sums.json");
    await Deno.writeTextFile(
      file,
      JSON.stringify({ ...tinyBenchmark, benchmark: "products" }),
    );
    await rejects(
      readBenchmarkFile(folder, sums!),
      /benchmark: it holds products, the study wants sums/,
    );
    await Deno.writeTextFile(
      file,
      JSON.stringify({ ...tinyBenchmark, problems: [] }),
    );
    await rejects(
      readBenchmarkFile(folder, sums!),
      /problems: a benchmark needs a problem/,
    );
  }));
