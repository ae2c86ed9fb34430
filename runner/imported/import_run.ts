/** Imported generations into a run's result file, and the manifest over it. */
import { join } from "node:path";
import { writeAtomically } from "../../pipeline/store/atomic.ts";
import { dataSetName } from "../../pipeline/store/data_set.ts";
import { alone } from "../../pipeline/store/lock.ts";
import {
  arrowFiles,
  type Manifest,
  manifestEntry,
  readManifest,
  readSealed,
  writeManifest,
} from "../../pipeline/store/manifest.ts";
import { readResult } from "../../pipeline/store/result_file.ts";
import { resultBytes } from "../../pipeline/store/result_writer.ts";
import type { BenchmarkFile } from "../../pipeline/study/benchmark.ts";
import type {
  Generation,
  Generations,
} from "../../pipeline/study/generation.ts";
import { plannedImport, type Run, runFile } from "../../pipeline/study/run.ts";
import type { ImportedStudy } from "../../pipeline/study/study.ts";
import { keptEntries } from "../kept_files.ts";
import { journalFolder } from "../run_journal.ts";
import type { Made } from "./generations.ts";

/**
 * Adds generations at one budget to a run's result file and seals it, all
 * others staying as they were sealed. Returns the budgets the file now has.
 * RangeError for a budget that is there already, unless it is to be replaced.
 */
export function importRun(
  folder: string,
  study: ImportedStudy,
  run: Run,
  benchmarkFile: BenchmarkFile,
  made: Made,
  replace: boolean,
): Promise<number[]> {
  return alone(
    join(journalFolder(folder), "seal.lock"),
    `Cannot import into ${folder}: another call writes it`,
    async () => {
      const path = runFile(run);
      const earlier = await readManifest(folder);
      const { budget } = made.logs[0]!;
      const before = await earlierRun(folder, earlier, path, study);
      if (before?.logs.some((log) => log.budget === budget) && !replace) {
        throw new RangeError(
          `Cannot import into ${
            join(folder, path)
          }: it has budget ${budget} already, --replace takes its place`,
        );
      }
      const twin = before?.logs.find((log) =>
        log.budget !== budget &&
        made.logs.some(({ sha256 }) => sha256 === log.sha256)
      );
      if (twin) {
        throw new RangeError(
          `Cannot import ${twin.file} at budget ${budget}: it was imported at budget ${twin.budget}`,
        );
      }
      const logs = [
        ...before?.logs.filter((log) => log.budget !== budget) ?? [],
        ...made.logs,
      ].sort((a, b) => a.budget - b.budget || a.firstSample - b.firstSample);
      const place = new Map(
        benchmarkFile.problems.map(({ id }, at) => [id, at]),
      );
      const rows = [
        ...before?.rows.filter((row) => row.budget !== budget) ?? [],
        ...made.rows,
      ].sort((a, b) =>
        place.get(a.problem)! - place.get(b.problem)! ||
        a.sample - b.sample || a.budget - b.budget
      );
      const bytes = resultBytes(rows, {
        ...plannedImport(dataSetName(folder), study, run),
        logs,
      });
      const kept = await keptEntries(folder, study, earlier, new Set([path]));
      await writeAtomically(join(folder, path), bytes);
      await writeManifest(folder, [
        manifestEntry(path, bytes, rows.length),
        ...kept,
      ]);
      return [...new Set(logs.map((log) => log.budget))];
    },
  );
}

/** What was imported before, or null; refuses a file that nothing vouches for, and one whose responses were read otherwise. */
async function earlierRun(
  folder: string,
  manifest: Manifest | null,
  path: string,
  { reading }: ImportedStudy,
) {
  const file = join(folder, path);
  if (!manifest?.files.some((each) => each.path === path)) {
    const present = await arrowFiles(folder);
    if (!present.includes(path)) return null;
    throw new TypeError(`Cannot use ${file}: it is not in the manifest`);
  }
  const { generations, metadata } = readResult(
    readSealed(folder, manifest, path),
    file,
  );
  if (metadata.kind !== "imported") {
    throw new TypeError(`Cannot use ${file}: it was ${metadata.kind}`);
  }
  if (JSON.stringify(metadata.reading) !== JSON.stringify(reading)) {
    throw new TypeError(
      `Cannot use ${file}: its responses were read by ${
        JSON.stringify(metadata.reading)
      }, the study now says ${
        JSON.stringify(reading)
      }; import its logs into a new data set`,
    );
  }
  return { logs: metadata.logs, rows: generationRows(generations) };
}

function generationRows(columns: Generations): Generation[] {
  const orNull = (value: number) => value < 0 ? null : value;
  return Array.from({ length: columns.rows }, (_, row) => ({
    problem: columns.problems[columns.problem[row]!]!,
    sample: columns.sample[row]!,
    budget: columns.budget[row]!,
    answer: columns.answers[columns.answer[row]!] ?? null,
    thinkingTokens: orNull(columns.thinkingTokens[row]!),
    naturalEnd: orNull(columns.naturalEnd[row]!),
    waits: columns.waits[row]!,
    seed: orNull(columns.seed[row]!),
  }));
}
