/**
 * Time and memory of larger studies: linear in rows, and how much memory the
 * largest result file and the measurements need. The grid is drawn once more in
 * shards: the same measurements must come of it.
 */
import { readGeneratedStudy } from "../pipeline/store/data_set.ts";
import { drawStudy } from "./drawn_study.ts";
import { type Launched, launcher } from "./launch.ts";
import { shardedBytes } from "./sharded.ts";
import { median, type Table } from "./table.ts";

const SHARDS = 4;

/** One size, timed. */
interface Size {
  readonly set: string;
  readonly copies: number;
  readonly rows: number;
  readonly largest: number;
  readonly measurements: number;
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
  const measure = async (set: string) => {
    const launched = await launch([
      Deno.execPath(),
      "run",
      "--no-prompt",
      "--cached-only",
      "--allow-read=.",
      "--allow-write",
      "bench/pipeline.ts",
      `${folder}/${set}`,
      `${folder}/out`,
      "--no-figures",
    ]);
    const csv = await Deno.readTextFile(`${folder}/out/measurements.csv`);
    const lines = csv.split("\n");
    const first = lines.filter((line) => models.has(line.split(",")[1]!));
    return {
      launched,
      measurements: lines.length - 2,
      first: first.join("\n"),
    };
  };
  try {
    const sizes: Size[] = [];
    for (const many of copies) {
      const set = `x${many}`;
      const drawn = await drawStudy(data, `${folder}/${set}`, many);
      console.error(`drawn: ${drawn.rows} rows`);
      const { launched, ...found } = await measure(set);
      sizes.push({ set, copies: many, ...drawn, ...found, runs: [launched] });
    }
    for (let turn = 1; turn < runs; turn++) {
      for (const { set, runs } of sizes) {
        runs.push((await measure(set)).launched);
      }
    }
    const sharded = "sharded";
    await drawStudy(data, `${folder}/${sharded}`, 1, shardedBytes(SHARDS));
    const { first } = await measure(sharded);
    if (sizes.some((size) => size.first !== first)) {
      throw new Error("a study among others, or in shards, measures otherwise");
    }
    return {
      raw: sizes.map((size) => ({ ...size, first: "" })),
      tables: [table(sizes)],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const peak = ({ runs }: Size) =>
  Math.max(...runs.map(({ peakMib }) => peakMib));

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
  const memory = sizes.length > 1
    ? line(sizes.map((size) => [size.measurements / 1000, peak(size)]))
    : null;
  return {
    title: fit && memory
      ? [
        `Larger studies, no figures: ${
          (1000 * fit.slope).toFixed(0)
        } ms a million rows and ${(1000 * fit.start).toFixed(0)} ms once`,
        `at most ${memory.start.toFixed(0)} MiB and ${
          memory.slope.toFixed(1)
        } MiB a thousand measurements`,
        `the first six models' measurements are the same in all, byte for byte, and where their files are put together from ${SHARDS} shards`,
      ].join("; ")
      : "A larger study, no figures",
    head: [
      "million rows",
      "files",
      "rows of the largest",
      "measurements",
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
        String(size.measurements),
        (1000 * taken(size)).toFixed(0),
        (1000 * median(size.runs.map(({ cpu }) => cpu))).toFixed(0),
        fit ? `${(100 * off).toFixed(1)} %` : "",
        peak(size).toFixed(0),
      ];
    }),
  };
}
