/** Sound runs in which defects of one class are planted in many places: each must be told, with its row, in one pass. */
import { dirname, join } from "node:path";
import { ingest, type Ingested } from "../../pipeline/ingest.ts";
import { DataProblems } from "../../pipeline/study/data_problems.ts";
import type { Generations } from "../../pipeline/study/generation.ts";
import { validate } from "../../pipeline/validate.ts";
import { link } from "../fixtures/link.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";
import { chances, type Trial } from "./trial.ts";

const SEED = 6;
/** Budgets of a trajectory in the run that is spoiled. */
const BUDGETS = 6;
const SAMPLES = 8;

/** A row of the run, and the first row of its trajectory. */
interface Place {
  readonly row: number;
  readonly first: number;
}

/** A class of defects: which rows it fits, how it is planted, which row is told and how. */
interface Class {
  readonly name: string;
  readonly fits?: (g: Generations, at: Place) => boolean;
  readonly plant: (g: Generations, at: Place) => void;
  readonly told?: (at: Place) => number;
  readonly says: RegExp;
}

const ends = (g: Generations, row: number) => g.naturalEnd[row]! >= 0;
const last = (at: Place) => at.first + BUDGETS - 1;

const ROWS: readonly Class[] = [
  {
    name: "an unknown problem",
    plant: (g, { row }) => g.problem[row] = g.problems.length - 1,
    says: /^no problem is called "nobody"$/,
  },
  {
    name: "a sample that was not planned, of 32 among 8",
    plant: (g, { row }) => g.sample[row] = 31,
    says: /^sample 31 is not below 8$/,
  },
  {
    name: "a budget the study lacks",
    plant: (g, { row }) => g.thinkingTokens[row] = g.budget[row] = 7,
    says: /^the study has no budget of 7 tokens$/,
  },
  {
    name: "a cell that stands twice",
    fits: (_, { row, first }) => row > first,
    plant: (g, { row }) =>
      g.thinkingTokens[row] = g.budget[row] = g.budget[row - 1]!,
    says: / stands in row \d+ already$/,
  },
  {
    name: "tokens over the budget",
    plant: (g, { row }) => g.thinkingTokens[row]!++,
    says: /^\d+ thinking tokens are over the budget of \d+$/,
  },
  {
    name: "a budget that is not filled",
    plant: (g, { row }) => g.thinkingTokens[row]!--,
    says: /^\d+ thinking tokens do not fill the budget of \d+$/,
  },
  {
    name: "a natural end behind the budget",
    plant: (g, { row }) => g.naturalEnd[row] = g.budget[row]! + 1,
    says: /^its natural end \d+ lies behind the budget of \d+$/,
  },
  {
    name: "a natural end below 0",
    plant: (g, { row }) => g.naturalEnd[row] = -7,
    says: /^its natural end is -7$/,
  },
  {
    name: "two natural ends",
    fits: (g, at) => at.row > at.first && ends(g, at.row - 1),
    plant: (g, { row }) => g.naturalEnd[row]!++,
    says: /^its natural end \d+ is not the \d+ of its other budgets$/,
  },
  {
    name: "a natural end that is forgotten",
    fits: (g, at) => at.row > at.first && ends(g, at.row - 1),
    plant: (g, { row }) => {
      g.naturalEnd[row] = -1;
    },
    says: /^it has no natural end, another of its budgets has one at \d+$/,
  },
  {
    name: "waits without a natural end",
    fits: (g, { row }) => !ends(g, row),
    plant: (g, { row }) => g.waits[row] = 3,
    says: /^its waits are 3, without a natural end$/,
  },
  {
    name: "waits that fall",
    fits: (g, at) => at.row < last(at) && ends(g, at.row),
    plant: (g, { row }) => g.waits[row] = 60_000,
    told: ({ row }) => row + 1,
    says: /^its waits are \d+, a smaller budget has 60000$/,
  },
  {
    name: "another seed on one budget",
    fits: (_, { row, first }) => row > first,
    plant: (g, { row }) => g.seed[row]! ^= 1,
    says: /^its seed \d+ is not the \d+ of its other budgets$/,
  },
  {
    name: "two trajectories with one seed",
    // An even sample keeps its own, its neighbour takes it.
    fits: (_, { first }) => first / BUDGETS % 2 === 1,
    plant: (g, { first }) => {
      for (let row = first; row < first + BUDGETS; row++) {
        g.seed[row] = g.seed[first - BUDGETS]!;
      }
    },
    told: ({ first }) => first,
    says: /^its seed \d+ is that of row \d+ too$/,
  },
];

/** A real data set with one compressed run of it, which may be changed. */
async function spoilable(): Promise<Ingested> {
  const nano = await ingest("data/nano");
  const of = nano.runs.find(({ file }) => file.endsWith("-rkv-96.arrow"))!;
  const g = of.generations;
  const copy: Generations = {
    ...g,
    problems: [...g.problems, "nobody"],
    problem: g.problem.slice(),
    sample: g.sample.slice(),
    budget: g.budget.slice(),
    thinkingTokens: g.thinkingTokens.slice(),
    naturalEnd: g.naturalEnd.slice(),
    waits: g.waits.slice(),
    seed: g.seed.slice(),
  };
  return { ...nano, runs: [{ ...of, generations: copy }] };
}

function problemsOf(ingested: Ingested): DataProblems["problems"] {
  try {
    validate(ingested);
    return [];
  } catch (error) {
    if (error instanceof DataProblems) return error.problems;
    throw error;
  }
}

/** Rows for a class, so many of them, no two in one pair of trajectories. */
function placesFor(
  { fits = () => true }: Class,
  g: Generations,
  count: number,
  below: (bound: number) => number,
  taken: Set<number>,
): Place[] {
  const pairs = g.rows / BUDGETS / 2;
  const order = Array.from({ length: pairs }, (_, pair) => pair);
  for (let at = pairs - 1; at > 0; at--) {
    const other = below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  const places: Place[] = [];
  for (const pair of order) {
    if (places.length === count) break;
    if (taken.has(pair)) continue;
    const all = Array.from({ length: 2 * BUDGETS }, (_, i) => {
      const row = 2 * BUDGETS * pair + i;
      return { row, first: row - row % BUDGETS };
    }).filter((at) => fits(g, at));
    if (all.length === 0) continue;
    places.push(all[below(all.length)]!);
    taken.add(pair);
  }
  return places;
}

function missed(
  { name, told = ({ row }) => row, says }: Class,
  places: readonly Place[],
  problems: DataProblems["problems"],
): string[] {
  return places.filter((at) =>
    !problems.some(({ row, problem }) => row === told(at) && says.test(problem))
  ).map(({ row }) => `${name} in row ${row} was not told`);
}

/** Each class of bad rows, planted so many times in one run. */
export async function badRows(placements: number): Promise<Trial[]> {
  const below = chances(SEED);
  const trials: Trial[] = [];
  for (const each of ROWS) {
    const set = await spoilable();
    const g = set.runs[0]!.generations;
    const places = placesFor(each, g, placements, below, new Set());
    for (const at of places) each.plant(g, at);
    const failed = missed(each, places, problemsOf(set));
    if (places.length < placements) failed.push(`${each.name}: too few places`);
    trials.push({ what: each.name, tried: places.length, failed });
  }
  return trials;
}

/** All classes at once in one run, each so many times: nothing hides anything else. */
export async function allAtOnce(placements: number): Promise<Trial> {
  const below = chances(SEED);
  const set = await spoilable();
  const g = set.runs[0]!.generations;
  const taken = new Set<number>();
  const planted = ROWS.map((each) => ({
    each,
    places: placesFor(each, g, placements, below, taken),
  }));
  for (const { each, places } of planted) {
    for (const at of places) each.plant(g, at);
  }
  const problems = problemsOf(set);
  return {
    what: "all classes of bad rows in one file",
    tried: planted.reduce((sum, { places }) => sum + places.length, 0),
    failed: planted.flatMap(({ each, places }) =>
      missed(each, places, problems)
    ),
  };
}

/** Rows taken out, so many of them: the cell of each is named. */
export async function missingCells(placements: number): Promise<Trial> {
  const below = chances(SEED);
  const set = await spoilable();
  const g = set.runs[0]!.generations;
  const rows = new Set<number>();
  while (rows.size < placements) rows.add(below(g.rows));
  const kept = (_: number, row: number) => !rows.has(row);
  const left: Generations = {
    ...g,
    rows: g.rows - rows.size,
    problem: g.problem.filter(kept),
    sample: g.sample.filter(kept),
    budget: g.budget.filter(kept),
    answer: g.answer.filter(kept),
    thinkingTokens: g.thinkingTokens.filter(kept),
    naturalEnd: g.naturalEnd.filter(kept),
    waits: g.waits.filter(kept),
    seed: g.seed.filter(kept),
  };
  const told = new Set(
    problemsOf({ ...set, runs: [{ ...set.runs[0]!, generations: left }] })
      .map(({ problem }) => problem),
  );
  const cells = [...rows].map((row) =>
    `${g.problems[g.problem[row]!]}, sample ${g.sample[row]}, budget ${
      g.budget[row]
    } is missing`
  );
  return {
    what: `a missing cell of problem, sample (of ${SAMPLES}) and budget`,
    tried: cells.length,
    failed: cells.filter((cell) => !told.has(cell)),
  };
}

/** A file, and how it is spoiled after it was sealed. */
interface FileClass {
  readonly name: string;
  readonly spoil: (
    file: string,
    below: (bound: number) => number,
  ) => Promise<void> | void;
  readonly says: RegExp;
}

const RESULT = "sums/two-w16-full.arrow";

/** Changes the manifest's entry of a file. */
async function reseal(
  file: string,
  changed: (entry: { rows: number }) => unknown,
): Promise<void> {
  const path = join(dirname(dirname(file)), "manifest.json");
  const manifest = JSON.parse(await Deno.readTextFile(path));
  manifest.files = manifest.files.flatMap((
    entry: { path: string; rows: number },
  ) => entry.path === RESULT ? changed(entry) ?? [] : [entry]);
  await Deno.writeTextFile(path, JSON.stringify(manifest));
}

const FILES: readonly FileClass[] = [
  {
    name: "another digest",
    spoil: async (file, below) => {
      const bytes = await Deno.readFile(file);
      bytes[below(bytes.length)]! ^= 1 + below(255);
      await Deno.writeFile(file, bytes);
    },
    says: /its SHA-256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64}/,
  },
  {
    name: "other bytes",
    spoil: async (file, below) => {
      await Deno.truncate(file, below((await Deno.stat(file)).size));
    },
    says: /it has \d+ bytes, the manifest says \d+/,
  },
  {
    name: "other rows than the manifest says",
    spoil: (file, below) =>
      reseal(file, (entry) => ({ ...entry, rows: entry.rows + 1 + below(9) })),
    says: /it has 24 rows, the manifest says \d+/,
  },
  {
    name: "a file the manifest lacks",
    spoil: (file) => reseal(file, () => null),
    says: /it is not in the manifest/,
  },
  {
    name: "a file that is gone",
    spoil: (file) => Deno.remove(file),
    says: /it is in the manifest but not on disk/,
  },
  {
    name: "a file that is a link",
    spoil: async (file) => {
      await Deno.rename(file, `${file}.there`);
      await link("two-w16-full.arrow.there", file);
    },
    says: /it is a link/,
  },
];

/** Each class of bad files, so many times; the file is named. */
export async function badFiles(placements: number): Promise<Trial[]> {
  const below = chances(SEED);
  const trials: Trial[] = [];
  await inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    for (const { name, spoil, says } of FILES) {
      const failed: string[] = [];
      for (let time = 0; time < placements; time++) {
        await writeTinyDataSet(set, "tiny");
        await spoil(join(set, RESULT), below);
        const said = await ingest(set).then(
          () => [],
          ({ problems }) => problems as DataProblems["problems"],
        );
        if (
          !said.some(({ file, problem }) =>
            file.endsWith(RESULT) && says.test(problem)
          )
        ) failed.push(`${name} was not told`);
        await Deno.remove(set, { recursive: true });
      }
      trials.push({ what: name, tried: placements, failed });
    }
  });
  return trials;
}
