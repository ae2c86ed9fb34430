/**
 * Time and memory of larger studies: the paper's grid with more models, every
 * further six drawn with a seed of their own. Linear in rows, and no more
 * memory than one result file and the measurements need.
 */
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
import {
  plannedMetadata,
  plannedRuns,
  runFile,
} from "../pipeline/study/run.ts";
import type { GeneratedStudy } from "../pipeline/study/study.ts";
import { type Launched, launcher } from "./launch.ts";
import { median, type Table } from "./table.ts";

/** A model of the grid's n-th copy; those of the first keep their names. */
const named = (model: string, copy: number) =>
  copy === 0 ? model : `${model}-${copy}`;

/** Draws a study with so many times the models into a folder; gives its rows, and those of its largest file. */
async function draw(
  paper: string,
  folder: string,
  copies: number,
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
      resultBytes(generations, {
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

/** One size, timed. */
interface Size {
  readonly copies: number;
  readonly rows: number;
  readonly largest: number;
  readonly runs: Launched[];
  /** Rows of measurements.csv of the first copy's models. */
  readonly first: string;
}

/** Draws studies of so many copies of the grid and times them in turns. */
export async function scale(
  { data, python, runs, copies }: {
    readonly data: string;
    readonly python: string;
    readonly runs: number;
    readonly copies: readonly number[];
  },
): Promise<{ readonly tables: Table[]; readonly raw: Size[] }> {
  const folder = await Deno.makeTempDir({ dir: ".", prefix: ".test-" });
  const launch = launcher(python, folder);
  const models = new Set(
    (await readGeneratedStudy(data)).models.map(({ name }) => name),
  );
  try {
    const sizes: (Size & { first: string })[] = [];
    for (const many of copies) {
      const drawn = await draw(data, `${folder}/x${many}`, many);
      sizes.push({ copies: many, ...drawn, runs: [], first: "" });
      console.error(`drawn: ${drawn.rows} rows`);
    }
    for (let turn = 0; turn < runs; turn++) {
      for (const size of sizes) {
        size.runs.push(
          await launch([
            Deno.execPath(),
            "run",
            "--no-prompt",
            "--cached-only",
            "--allow-read=.",
            "--allow-write",
            "bench/pipeline.ts",
            `${folder}/x${size.copies}`,
            `${folder}/out`,
            "--no-figures",
          ]),
        );
        const csv = await Deno.readTextFile(`${folder}/out/measurements.csv`);
        size.first = csv.split("\n")
          .filter((line) => models.has(line.split(",")[1]!)).join("\n");
      }
    }
    if (sizes.some(({ first }) => first !== sizes[0]!.first)) {
      throw new Error("a study among others gives other measurements");
    }
    return {
      raw: sizes.map((size) => ({ ...size, first: "" })),
      tables: [table(sizes)],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The line through the medians that leaves the least squares. */
function line(points: readonly (readonly [number, number])[]) {
  const mean = (of: number[]) => of.reduce((a, b) => a + b, 0) / of.length;
  const [x, y] = [0, 1].map((i) => mean(points.map((each) => each[i]!)));
  const slope = points.reduce((sum, [a, b]) => sum + (a - x!) * (b - y!), 0) /
    points.reduce((sum, [a]) => sum + (a - x!) ** 2, 0);
  return { slope, start: y! - slope * x! };
}

function table(sizes: readonly Size[]): Table {
  const millions = ({ rows }: Size) => rows / 1e6;
  const taken = ({ runs }: Size) => median(runs.map(({ wall }) => wall));
  const fit = sizes.length > 1
    ? line(sizes.map((size) => [millions(size), taken(size)]))
    : null;
  return {
    title: fit
      ? `Larger studies, no figures: ${
        (1000 * fit.slope).toFixed(0)
      } ms a million rows and ${
        (1000 * fit.start).toFixed(0)
      } ms once; the first six models' measurements are the same in all, byte for byte`
      : "A larger study, no figures",
    head: [
      "million rows",
      "files",
      "rows of the largest",
      "median ms",
      "CPU ms",
      "off the line",
      "peak MiB",
    ],
    rows: sizes.map((size) => {
      const off = fit
        ? taken(size) / (fit.start + fit.slope * millions(size)) - 1
        : 0;
      return [
        millions(size).toFixed(2),
        String(198 * size.copies),
        String(size.largest),
        (1000 * taken(size)).toFixed(0),
        (1000 * median(size.runs.map(({ cpu }) => cpu))).toFixed(0),
        fit ? `${(100 * off).toFixed(1)} %` : "",
        Math.max(...size.runs.map(({ peakMib }) => peakMib)).toFixed(0),
      ];
    }),
  };
}
