/** Larger studies: the paper's grid with more models, every further six drawn with a seed of their own. */
import { drawRun } from "../pipeline/simulate/draw.ts";
import { PARAMETERS } from "../pipeline/simulate/parameters.ts";
import { simulatedTimings } from "../pipeline/simulate/timings.ts";
import { writeAtomically } from "../pipeline/store/atomic.ts";
import {
  copyBenchmarks,
  readBenchmarkFile,
  readGeneratedStudy,
} from "../pipeline/store/data_set.ts";
import {
  fileEntry,
  jsonFiles,
  manifestEntry,
  writeManifest,
} from "../pipeline/store/manifest.ts";
import { resultBytes } from "../pipeline/store/result_writer.ts";
import { TIMING_FILE } from "../pipeline/store/speed_files.ts";
import { timingBytes } from "../pipeline/store/speed_writer.ts";
import type { Generation } from "../pipeline/study/generation.ts";
import {
  plannedMetadata,
  plannedRuns,
  type Run,
  runFile,
  type RunMetadata,
} from "../pipeline/study/run.ts";
import type { GeneratedStudy } from "../pipeline/study/study.ts";

/** Makes the bytes of a result file. */
export type FileMaker = (
  run: Run,
  generations: readonly Generation[],
  metadata: RunMetadata,
) => Uint8Array;

/** A model of the grid's n-th copy; those of the first keep their names. */
const named = (model: string, copy: number) =>
  copy === 0 ? model : `${model}-${copy}`;

/** Draws a study with so many times the models into a folder; gives its rows, and those of its largest file. */
export async function drawStudy(
  paper: string,
  folder: string,
  copies: number,
  made: FileMaker = (_, generations, metadata) =>
    resultBytes(generations, metadata),
): Promise<{ readonly rows: number; readonly largest: number }> {
  const study = await readGeneratedStudy(paper);
  const large: GeneratedStudy = {
    ...study,
    models: Array.from(
      { length: copies },
      (_, copy) =>
        study.models.map((model) => ({
          ...model,
          name: named(model.name, copy),
          label: named(model.label, copy),
        })),
    ).flat(),
  };
  const dataSet = folder.split("/").at(-1)!;
  const entries = [];
  const write = async (path: string, bytes: Uint8Array, rows: number) => {
    await writeAtomically(`${folder}/${path}`, bytes);
    entries.push(manifestEntry(path, bytes, rows));
  };
  await writeAtomically(`${folder}/study.json`, JSON.stringify(large));
  await copyBenchmarks(paper, folder, study);
  const places = new Map(large.models.map(({ name }, at) => [name, at]));
  let rows = 0;
  let largest = 0;
  for (const run of plannedRuns(large)) {
    const place = places.get(run.model.name)!;
    const seed = study.sampling.seed +
      Math.floor(place / study.models.length);
    const benchmark = await readBenchmarkFile(paper, run.benchmark);
    const generations = drawRun(
      PARAMETERS,
      { ...study, sampling: { ...study.sampling, seed } },
      { ...run, model: study.models[place % study.models.length]! },
      benchmark,
    );
    rows += generations.length;
    largest = Math.max(largest, generations.length);
    await write(
      runFile(run),
      made(run, generations, {
        ...plannedMetadata(dataSet, large, run),
        promptHash: "none",
        engine: "simulator",
        engineVersion: "1",
        flags: {},
        weights: { source: "none", digest: null },
        machines: [],
      }),
      generations.length,
    );
  }
  const timings = simulatedTimings(PARAMETERS, study);
  await write(TIMING_FILE, timingBytes(timings, {}), timings.length);
  for (const path of jsonFiles(large)) {
    entries.push(await fileEntry(folder, large, path));
  }
  await writeManifest(folder, entries);
  return { rows, largest };
}
