/** `deno task import`: generations that other tools made and logged. */
import { basename, join } from "node:path";
import { runCommand, UsageError } from "../../pipeline/commands/command.ts";
import {
  readBenchmarkFile,
  readDataSetStudy,
  writeBenchmarkFile,
} from "../../pipeline/store/data_set.ts";
import { readManifest } from "../../pipeline/store/manifest.ts";
import {
  answerReader,
  type Benchmark,
} from "../../pipeline/study/benchmark.ts";
import { runFile } from "../../pipeline/study/run.ts";
import { budgetsOf, samplesOf } from "../../pipeline/study/study.ts";
import { benchmarkFrom } from "../imported/benchmark_from.ts";
import { generationsFrom, type Made } from "../imported/generations.ts";
import { importRun } from "../imported/import_run.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { type ReadLog, readLog } from "./foreign_file.ts";
import {
  askedRun,
  IMPORT_HELP,
  IMPORT_OPTIONS,
  importAsk,
  settled,
} from "./import_options.ts";

await runCommand({
  help: IMPORT_HELP,
  options: IMPORT_OPTIONS,
  run: async ({ values, positionals: [set, ...files] }) => {
    const folder = dataSetFolder(set === undefined ? [] : [set]);
    if (files.length === 0) throw new UsageError("Name the logs to import");
    const ask = importAsk(values);
    const study = await readDataSetStudy(folder);
    if (study.kind !== "imported") {
      throw new RangeError(
        `Cannot import into ${folder}: its study is ${study.kind}; deno task study --imported makes one for logs`,
      );
    }
    const run = askedRun(study, ask);
    const { benchmark } = run;
    const read = await Promise.all(
      files.map(async (file) => ({ file, ...await readLog(ask.tool, file) })),
    );
    const { budget, seeds, filed } = settled(ask, read);
    if (values["write-benchmark"]) {
      await writeBenchmark(folder, benchmark, read[0]!);
    }
    const benchmarkFile = await readBenchmarkFile(folder, benchmark);
    const budgets = budgetsOf(study, benchmark.name);
    if (!budgets.includes(budget)) {
      throw new RangeError(
        `Cannot import budget ${budget}: ${join(folder, "study.json")} has ${
          budgets.join(", ")
        } for ${benchmark.name}`,
      );
    }
    const made = generationsFrom(filed, {
      benchmark,
      benchmarkFile,
      reading: study.reading,
      budget,
      samples: samplesOf(study, run.kv),
      seeds,
      match: ask.match,
    });
    const has = await importRun(
      folder,
      study,
      run,
      benchmarkFile,
      made,
      values.replace ?? false,
    );
    console.log(`${join(folder, runFile(run))}, budget ${budget}:`);
    for (const line of said(made, answerReader(benchmark))) {
      console.log(`  ${line}`);
    }
    const owed = budgets.filter((each) => !has.includes(each));
    if (owed.length > 0) {
      console.log(`  still to import: budgets ${owed.join(", ")}`);
    }
    return 0;
  },
});

/** Makes the benchmark file of a log's problems, while nothing rests on the one there is. */
async function writeBenchmark(
  folder: string,
  benchmark: Benchmark,
  { file, log }: ReadLog & { readonly file: string },
): Promise<void> {
  const manifest = await readManifest(folder);
  const sealed = manifest?.files.find(({ path }) =>
    path.startsWith(`${benchmark.name}/`)
  );
  if (sealed) {
    throw new RangeError(
      `Cannot write ${
        join(folder, benchmark.file)
      }: ${sealed.path} was imported with the one there is`,
    );
  }
  const problems = benchmarkFrom(log, basename(file), benchmark);
  const path = await writeBenchmarkFile(folder, benchmark, problems);
  console.log(`${path}: ${problems.length} problems`);
}

/** What was imported, in lines. */
function said(
  { rows, logs }: Made,
  read: (text: string) => string | null,
): string[] {
  const answers = rows.map(({ answer }) => answer)
    .filter((answer) => answer !== null);
  const readable = answers.filter((answer) => read(answer) !== null);
  return [
    `${rows.length} responses; ${answers.length} announce an answer, ${readable.length} can be read`,
    ...logs.map(({ file, seeds, unknown, scored }) =>
      [
        `${basename(file)}: samples ${seeds.length}`,
        ...(unknown.length > 0 ? [`unknown ${unknown.join(", ")}`] : []),
        scored
          ? `graded otherwise than ${scored.metric}: ${scored.otherwise} of ${scored.responses}`
          : "no score of single responses to compare with",
      ].join("; ")
    ),
  ];
}
