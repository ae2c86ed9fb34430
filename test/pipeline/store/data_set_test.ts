import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import {
  copyBenchmarks,
  copyStudy,
  dataSetName,
  dataSets,
  jsonOf,
  readBenchmarkFile,
  readDataSetStudy,
  readGeneratedStudy,
  unreadable,
  writeBenchmarkFile,
  writeStudy,
} from "../../../pipeline/store/data_set.ts";
import { importedJson } from "../../fixtures/imported.ts";
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
    deepEqual(await dataSets(join(folder, "gone")), []);
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
    await Deno.remove(join(folder, "study.json"));
    await Deno.mkdir(join(folder, "study.json"));
    await rejects(
      readDataSetStudy(folder),
      /^TypeError: Cannot read \S+study\.json: it is a folder$/,
    );
  }));

Deno.test("unreadable() says why a file could not be read, and nothing of other errors", () => {
  const { NotFound, IsADirectory, PermissionDenied } = Deno.errors;
  deepEqual(
    [new NotFound(), new IsADirectory(), new PermissionDenied(), new Error()]
      .map(unreadable),
    ["there is no such file", "it is a folder", "we may not read it", null],
  );
});

Deno.test("jsonOf() reads texts and UTF-8, and refuses other bytes", () => {
  deepEqual(jsonOf('{"a": 1}', "f"), { a: 1 });
  deepEqual(jsonOf(new TextEncoder().encode('"ü"'), "f"), "ü");
  throws(
    () => jsonOf(Uint8Array.of(0x22, 0xff, 0x22), "f"),
    /^TypeError: Cannot read f: /,
  );
});

Deno.test("readGeneratedStudy() refuses a study of what other tools made", () =>
  inTemporaryFolder(async (folder) => {
    await writeStudy(folder, tinyStudy());
    deepEqual(await readGeneratedStudy(folder), tinyStudy());
    const file = join(folder, "study.json");
    await Deno.writeTextFile(file, JSON.stringify(importedJson()));
    await rejects(readGeneratedStudy(folder), /its study is imported/);
  }));

Deno.test("writeStudy() writes what is read again, and over none that is there", () =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, "study.json");
    await writeStudy(folder, tinyStudy());
    const text = await Deno.readTextFile(file);
    equal(text, `${JSON.stringify(tinyStudy(), null, 2)}\n`);
    deepEqual(await readDataSetStudy(folder), tinyStudy());
    await rejects(writeStudy(folder, tinyStudy({ title: "Other" })), {
      name: "RangeError",
      message: `Cannot write ${file}: there is one, name another data set`,
    });
    equal(await Deno.readTextFile(file), text);
  }));

Deno.test("writeBenchmarkFile() writes a problem a line, and what is read again", () =>
  inTemporaryFolder(async (folder) => {
    const path = await writeBenchmarkFile(
      folder,
      sums!,
      tinyBenchmark.problems,
    );
    equal(path, join(folder, "sums.json"));
    equal(
      await Deno.readTextFile(path),
      `{
  "schema": 1,
  "benchmark": "sums",
  "answer": "integer",
  "problems": [
    {"id":"p-1","answer":"7"},
    {"id":"p-2","answer":"42"},
    {"id":"p-3","answer":"999"}
  ]
}
`,
    );
    deepEqual(await readBenchmarkFile(folder, sums!), tinyBenchmark);
  }));

Deno.test("copyStudy() changes the seed alone, copyBenchmarks() nothing", () =>
  inTemporaryFolder(async (folder) => {
    const [from, to, third] = ["from", "to", "third"].map((name) =>
      join(folder, name)
    ) as [string, string, string];
    for (const each of [from, to, third]) await Deno.mkdir(each);
    await writeStudy(from, tinyStudy());
    await writeBenchmarkFile(from, sums!, tinyBenchmark.problems);
    await copyStudy(from, to, 99);
    const { sampling } = tinyStudy();
    deepEqual(await readDataSetStudy(to), {
      ...tinyStudy(),
      sampling: { ...sampling, seed: 99 },
    });
    const text = await Deno.readTextFile(join(to, "study.json"));
    equal(text.endsWith("\n}\n"), true);
    await copyBenchmarks(to, third, tinyStudy());
    for (const each of [to, third]) {
      deepEqual(await readBenchmarkFile(each, sums!), tinyBenchmark);
    }
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
    await Deno.writeTextFile(file, "null");
    await rejects(readBenchmarkFile(folder, sums!), { name: "DataProblems" });
  }));
