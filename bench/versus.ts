/**
 * This pipeline and its Python peers, side by side: a cold process each time,
 * taking turns, on the same data set for the same outputs.
 */
import { agreement } from "./agreement.ts";
import { type Launched, launcher } from "./launch.ts";
import { milliseconds, ratio, type Table } from "./table.ts";

/** Largest difference that measurements may have. */
const SLACK = 1e-12;

/** A side of the comparison. */
interface Contender {
  readonly name: string;
  readonly command: (out: string, timings: string) => string[];
  /** Runs of it, of those asked for: the slow ones tell as much by fewer. */
  readonly share: number;
  /** Whether it writes every column: its measurements are compared. */
  readonly whole: boolean;
}

/** What one run took: of the whole process, and of each step inside. */
export interface Run extends Launched {
  readonly steps: Record<string, number>;
}

const OURS = "this pipeline";
const PEER = "peer";

function contenders(data: string, python: string): Contender[] {
  const ours =
    (more: string[], script = "pipeline") => (out: string, timings: string) => [
      Deno.execPath(),
      "run",
      "--no-prompt",
      "--cached-only",
      "--allow-read=.",
      "--allow-write",
      `bench/${script}.ts`,
      data,
      out,
      "--timings",
      timings,
      ...more,
    ];
  const peer =
    (script: string, more: string[] = []) => (out: string, timings: string) => [
      python,
      `bench/peer/${script}.py`,
      data,
      ...(script === "floor" ? [] : [out]),
      "--timings",
      timings,
      ...more,
    ];
  const side = (
    name: string,
    command: Contender["command"],
    { share = 1, whole = true } = {},
  ): Contender => ({ name, command, share, whole });
  return [
    side(`${OURS}, data`, ours(["--no-figures"])),
    side(`${OURS}, data, 1 thread`, ours(["--no-figures", "--threads", "1"])),
    side(`${PEER}, data`, peer("fast", ["--no-figures"])),
    side(
      `${PEER}, data without rerun errors`,
      peer("fast", ["--no-figures", "--no-rerun-errors"]),
      { whole: false },
    ),
    side(`${OURS}, all`, ours([])),
    side(`${PEER}, all`, peer("fast")),
    side(`${PEER}, all, 2 processes`, peer("fast", ["--jobs", "2"])),
    side("notebook, all", peer("notebook"), { share: 0.3 }),
    side(`${OURS}, kernels`, ours([], "kernels_cold"), { whole: false }),
    side("floor", peer("floor"), { whole: false }),
  ];
}

/** Runs all sides in turns; the first turn warms the caches and does not count. */
export async function versus(
  { data, python, runs }: {
    readonly data: string;
    readonly python: string;
    readonly runs: number;
  },
): Promise<{ readonly tables: Table[]; readonly raw: Record<string, Run[]> }> {
  const folder = await Deno.makeTempDir({ dir: ".", prefix: ".test-" });
  const launch = launcher(python, folder);
  const sides = contenders(data, python);
  const raw: Record<string, Run[]> = {};
  try {
    for (let turn = 0; turn <= runs; turn++) {
      for (const [at, { name, command, share }] of sides.entries()) {
        if (turn > Math.max(1, Math.round(runs * share))) continue;
        const timings = `${folder}/timings.json`;
        const launched = await launch(command(`${folder}/out-${at}`, timings));
        const { steps } = JSON.parse(await Deno.readTextFile(timings));
        (raw[name] ??= []).push({ ...launched, steps });
      }
    }
    for (const each of Object.values(raw)) each.shift();
    const outs = sides.flatMap(({ name, whole }, at) =>
      whole ? [{ name, out: `${folder}/out-${at}` }] : []
    );
    const agreements = [];
    for (const { name, out } of outs.slice(1)) {
      agreements.push([
        name,
        ...await agreement(outs[0]!.out, out, SLACK),
      ]);
    }
    return {
      raw,
      tables: [totals(raw), kernels(raw), steps(raw), agreed(agreements)],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const walls = (runs: readonly Run[]) => runs.map(({ wall }) => wall);

function totals(raw: Record<string, Run[]>): Table {
  const row = (name: string) => {
    const runs = raw[name]!;
    const figures = name.includes("all") &&
      runs.every(({ steps }) => steps["6c figures"] !== undefined);
    return [
      name,
      ...milliseconds(walls(runs)),
      ...milliseconds(runs.map(({ cpu }) => cpu)).slice(1, 2),
      figures
        ? milliseconds(
          runs.map(({ steps }) =>
            Object.entries(steps).filter(([step]) => /^6[bc]/.test(step))
              .reduce((sum, [, taken]) => sum + taken, 0)
          ),
        )[1]!
        : "",
      String(Math.round(Math.max(...runs.map(({ peakMib }) => peakMib)))),
      ...against(raw, name),
    ];
  };
  return {
    title: "Cold processes in turns",
    head: [
      "side",
      "min ms",
      "median ms",
      "max ms",
      "CPU ms",
      "of it figures ms",
      "peak MiB",
      "wall / ours",
      "CPU / ours",
      "peak / ours",
    ],
    rows: Object.keys(raw).map(row),
  };
}

/** How many times as long as ours a side took, by median wall clock and processor time, and its peak memory. */
function against(raw: Record<string, Run[]>, name: string): string[] {
  const ours = raw[
    name.includes("data") || name === "floor" ? `${OURS}, data` : `${OURS}, all`
  ]!;
  const own = raw[name]!;
  return [
    ratio(walls(own), walls(ours)),
    ratio(own.map(({ cpu }) => cpu), ours.map(({ cpu }) => cpu)),
    ratio(own.map(({ peakMib }) => peakMib), ours.map((r) => r.peakMib)),
  ];
}

/** The kernels of both, cold, by medians. */
function kernels(raw: Record<string, Run[]>): Table {
  const ours = raw[`${OURS}, kernels`]!;
  const peers = raw[`${PEER}, data`]!;
  const of = (runs: readonly Run[], step: string) =>
    runs.map(({ steps }) => steps[step]!);
  return {
    title: "Kernels, cold: all voting cells, all scenarios",
    head: ["step", "ours ms", "peer ms", "ours / peer"],
    rows: Object.keys(ours[0]!.steps).map((step) => [
      step,
      milliseconds(of(ours, step))[1]!,
      milliseconds(of(peers, step))[1]!,
      ratio(of(ours, step), of(peers, step)),
    ]),
  };
}

/** Median milliseconds of every step of the two that do the same. */
function steps(raw: Record<string, Run[]>): Table {
  const of = (name: string) => {
    const runs = raw[name]!;
    return Object.keys(runs[0]!.steps).map((step) => [
      name,
      step,
      milliseconds(runs.map(({ steps }) => steps[step] ?? 0))[1]!,
    ]);
  };
  return {
    title: "Steps inside, medians",
    head: ["side", "step", "ms"],
    rows: [`${OURS}, all`, `${PEER}, all`, "notebook, all", "floor"].flatMap(
      of,
    ),
  };
}

function agreed(rows: string[][]): Table {
  return {
    title: `Measurements against ours, ${SLACK} allowed`,
    head: ["side", "rows", "largest difference", "frontiers alike"],
    rows,
  };
}
