/** Door to disk: the folder of a data set. */
import { basename, join } from "./paths.ts";
import * as v from "valibot";
import {
  answerReader,
  type Benchmark,
  BENCHMARK_FILE,
  type BenchmarkFile,
} from "../study/benchmark.ts";
import { writeAtomically } from "./atomic.ts";
import { checkPlain } from "./plain_path.ts";
import { DataProblems } from "../study/data_problems.ts";
import { told } from "../study/schema_issue.ts";
import {
  type GeneratedStudy,
  generatedStudy,
  readStudy,
  type Study,
} from "../study/study.ts";

/** A data set's name: the last part of its folder. */
export function dataSetName(folder: string): string {
  return basename(folder.replace(/\/+$/, ""));
}

/** Why a file could not be read, in our words; null when the file is not at fault. */
export function unreadable(error: unknown): string | null {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "we may not read it";
  }
  return null;
}

/** A JSON file; what cannot be read or parsed is an error naming it. */
export async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (cause) {
    const why = unreadable(cause) ?? (cause as Error).message;
    throw new TypeError(`Cannot read ${file}: ${why}`, { cause });
  }
  return jsonOf(text, file);
}

const TEXT = new TextDecoder("utf-8", { fatal: true });

/** JSON from a text or its bytes; what is none is an error naming the file. */
export function jsonOf(text: string | Uint8Array, file: string): unknown {
  try {
    return JSON.parse(typeof text === "string" ? text : TEXT.decode(text));
  } catch (cause) {
    throw new TypeError(`Cannot read ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** The study of a data set. */
export async function readDataSetStudy(folder: string): Promise<Study> {
  checkPlain(folder, "study.json");
  const file = join(folder, "study.json");
  return readStudy(await readJson(file), file);
}

/** The study of a data set whose generations are made here; RangeError for an imported one. */
export async function readGeneratedStudy(
  folder: string,
): Promise<GeneratedStudy> {
  return generatedStudy(await readDataSetStudy(folder), folder);
}

/** The problems of a benchmark of a data set. */
export async function readBenchmarkFile(
  folder: string,
  benchmark: Benchmark,
): Promise<BenchmarkFile> {
  checkPlain(folder, benchmark.file);
  const file = join(folder, benchmark.file);
  return benchmarkFileOf(await readJson(file), benchmark, file);
}

/** The problems of a benchmark from the JSON of its file; everything wrong with it is told at once. */
export function benchmarkFileOf(
  json: unknown,
  benchmark: Benchmark,
  file: string,
): BenchmarkFile {
  const { success, output, issues } = v.safeParse(BENCHMARK_FILE, json);
  const problems = success ? [] : issues.flatMap(told);
  if (success && output.benchmark !== benchmark.name) {
    problems.push(
      `benchmark: it holds ${output.benchmark}, the study wants ${benchmark.name}`,
    );
  }
  if (success) {
    const read = answerReader(benchmark);
    problems.push(
      ...output.problems.filter(({ answer }) => read(answer) === null).map((
        { id, answer },
      ) =>
        `${id}: the study's grammar does not read its answer ${
          JSON.stringify(answer)
        }`
      ),
    );
  }
  if (problems.length > 0) {
    throw new DataProblems(
      "Cannot read the benchmark file",
      problems.map((problem) => ({ file, row: null, problem })),
    );
  }
  return output as BenchmarkFile;
}

/** Writes the problem ids and expected answers of a benchmark; returns where. */
export async function writeBenchmarkFile(
  folder: string,
  { name, answer, file }: Benchmark,
  problems: BenchmarkFile["problems"],
): Promise<string> {
  const path = join(folder, file);
  const lines = problems.map((each) => `    ${JSON.stringify(each)}`);
  await writeAtomically(
    path,
    `{\n  "schema": 1,\n  "benchmark": ${JSON.stringify(name)},\n  "answer": ${
      JSON.stringify(answer)
    },\n  "problems": [\n${lines.join(",\n")}\n  ]\n}\n`,
  );
  return path;
}

/** Writes the study of a new data set. RangeError where there is one. */
export async function writeStudy(folder: string, study: Study): Promise<void> {
  const file = join(folder, "study.json");
  if (await Deno.stat(file).then(() => true, () => false)) {
    throw new RangeError(
      `Cannot write ${file}: there is one, name another data set`,
    );
  }
  await writeAtomically(file, `${JSON.stringify(study, null, 2)}\n`);
}

/** Copies the benchmark files a study names from one folder into another. */
export async function copyBenchmarks(
  from: string,
  to: string,
  { benchmarks }: Study,
): Promise<void> {
  for (const { file } of benchmarks) {
    await writeAtomically(
      join(to, file),
      await Deno.readFile(join(from, file)),
    );
  }
}

/** Copies a study with another seed, and its benchmark files, into another folder. */
export async function copyStudy(
  from: string,
  to: string,
  seed: number,
): Promise<void> {
  const study = await readGeneratedStudy(from);
  const reseeded = { ...study, sampling: { ...study.sampling, seed } };
  await writeAtomically(
    join(to, "study.json"),
    `${JSON.stringify(reseeded, null, 2)}\n`,
  );
  await copyBenchmarks(from, to, study);
}

/** Folders under `data/` that hold a study, by name; none where there is no such folder. */
export async function dataSets(root: string): Promise<string[]> {
  const found: string[] = [];
  const exists = await Deno.stat(root).then(() => true, () => false);
  if (!exists) return found;
  for await (const { name, isDirectory } of Deno.readDir(root)) {
    if (!isDirectory || name.startsWith(".")) continue;
    const study = await Deno.stat(join(root, name, "study.json")).catch(() =>
      null
    );
    if (study?.isFile) found.push(join(root, name));
  }
  return found.sort();
}
