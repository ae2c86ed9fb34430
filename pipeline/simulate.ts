/** A simulated study -> its result and timing files. */
import { join } from "./store/paths.ts";
import { drawRun } from "./simulate/draw.ts";
import { PARAMETERS } from "./simulate/parameters.ts";
import { simulatedTimings, SPEED_ORIGIN } from "./simulate/timings.ts";
import { writeAtomically } from "./store/atomic.ts";
import {
  dataSetName,
  readBenchmarkFile,
  readGeneratedStudy,
} from "./store/data_set.ts";
import {
  fileEntry,
  jsonFiles,
  type Manifest,
  manifestEntry,
  readManifest,
  writeManifest,
} from "./store/manifest.ts";
import { resultBytes } from "./store/result_writer.ts";
import { TIMING_FILE } from "./store/speed_files.ts";
import { timingBytes } from "./store/speed_writer.ts";
import type { BenchmarkFile } from "./study/benchmark.ts";
import { plannedMetadata, plannedRuns, runFile } from "./study/run.ts";
import type { GeneratedStudy } from "./study/study.ts";

/** Name and version of the generator, in every file it makes. */
const ENGINE = "simulator";
const VERSION = "1";

/** A file drawn, not yet written. */
interface Drawn {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly rows: number;
}

/** What is told after each file: how many of how many are drawn. */
export type Told = (drawn: number, of: number) => void;

/**
 * Draws every run of a data set's study, whose seed decides every draw, and the
 * timings; nothing of it is measured. When the set has a manifest the files must
 * be the ones it lists, unless `pin` makes a new one; nothing is written before
 * that is known.
 */
export async function simulate(
  folder: string,
  { pin = false, told = () => {} }: { pin?: boolean; told?: Told } = {},
): Promise<Manifest> {
  const study = await readGeneratedStudy(folder);
  if (study.kind !== "simulated") {
    throw new RangeError(
      `Cannot simulate ${folder}: its study says it is ${study.kind}`,
    );
  }
  const benchmarks = new Map<string, BenchmarkFile>();
  for (const benchmark of study.benchmarks) {
    benchmarks.set(benchmark.name, await readBenchmarkFile(folder, benchmark));
  }
  const files = [...drawFiles(dataSetName(folder), study, benchmarks, told)];
  const entries = files.map(({ path, bytes, rows }) =>
    manifestEntry(path, bytes, rows)
  );
  for (const path of jsonFiles(study)) {
    entries.push(await fileEntry(folder, study, path));
  }
  const pinned = await readManifest(folder);
  if (pinned && !pin) refuseOthers(folder, pinned, entries);
  for (const { path, bytes } of files) {
    await writeAtomically(join(folder, path), bytes);
  }
  return await writeManifest(folder, entries);
}

function* drawFiles(
  dataSet: string,
  study: GeneratedStudy,
  benchmarks: ReadonlyMap<string, BenchmarkFile>,
  told: Told,
): Generator<Drawn> {
  const runs = plannedRuns(study);
  for (const [at, run] of runs.entries()) {
    const file = benchmarks.get(run.benchmark.name)!;
    const generations = drawRun(PARAMETERS, study, run, file);
    const bytes = resultBytes(generations, {
      ...plannedMetadata(dataSet, study, run),
      promptHash: "none",
      engine: ENGINE,
      engineVersion: VERSION,
      flags: {},
      weights: { source: "none", digest: null },
      machines: [],
    });
    yield { path: runFile(run), bytes, rows: generations.length };
    told(at + 1, runs.length);
  }
  const timings = simulatedTimings(PARAMETERS, study);
  yield {
    path: TIMING_FILE,
    bytes: timingBytes(timings, {
      engine: ENGINE,
      engineVersion: VERSION,
      ...SPEED_ORIGIN,
    }),
    rows: timings.length,
  };
}

function refuseOthers(
  folder: string,
  pinned: Manifest,
  drawn: Manifest["files"],
): void {
  const said = new Map(pinned.files.map((entry) => [entry.path, entry.sha256]));
  const other = drawn.filter(({ path, sha256 }) => said.get(path) !== sha256);
  if (other.length === 0 && drawn.length === pinned.files.length) return;
  throw new RangeError(
    `Cannot simulate ${folder}: ${other.length} of ${drawn.length} files are not those of its manifest, ${
      other[0]?.path ?? "which lists more"
    } first; --pin makes a new one`,
  );
}
