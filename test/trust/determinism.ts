/** The same data give the same bytes, whatever surrounds them; other data give others. */
import { dirname, join } from "node:path";
import { drawnFigures } from "../../pipeline/figures/outputs.ts";
import {
  delivered,
  makePictures,
} from "../../pipeline/figures/picture_makers.ts";
import { pictures } from "../../pipeline/figures/pictures.ts";
import { reproduce, results } from "../../pipeline/reproduce.ts";
import { readRendering } from "../../pipeline/store/rendering.ts";
import { readResult } from "../../pipeline/store/result_file.ts";
import { writeResultFile } from "../../pipeline/store/result_writer.ts";
import { sealDataSet } from "../../pipeline/store/manifest.ts";
import { sha256 } from "../../pipeline/store/sha256.ts";
import type {
  Generation,
  Generations,
} from "../../pipeline/study/generation.ts";
import { filesUnder, runTask } from "../fixtures/task.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";
import { chances, type Trial, trial } from "./trial.ts";

const SEED = 12;

/** Zones and languages whose dates, numbers and orders of letters differ. */
const PLACES: readonly (readonly [zone: string, language: string])[] = [
  ["UTC", "C"],
  ["Pacific/Auckland", "ar_EG.UTF-8"],
  ["America/St_Johns", "de_DE.UTF-8"],
  ["Asia/Kathmandu", "tr_TR.UTF-8"],
  ["Pacific/Apia", "ja_JP.UTF-8"],
  ["America/Caracas", "sv_SE.UTF-8"],
];

/** The rows of a result file one by one. */
export function rowsOf(g: Generations): Generation[] {
  return Array.from({ length: g.rows }, (_, row) => ({
    problem: g.problems[g.problem[row]!]!,
    sample: g.sample[row]!,
    budget: g.budget[row]!,
    answer: g.answers[g.answer[row]!] ?? null,
    thinkingTokens: g.thinkingTokens[row]!,
    naturalEnd: g.naturalEnd[row]! < 0 ? null : g.naturalEnd[row]!,
    waits: g.waits[row]!,
    seed: g.seed[row]!,
  }));
}

function shuffled<T>(
  items: readonly T[],
  below: (bound: number) => number,
): T[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at--) {
    const other = below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** Copies nano, its files in another order and the rows of each in another. */
async function copyShuffled(to: string, below: (bound: number) => number) {
  const paths = [...filesUnder("data/nano").keys()]
    .filter((path) => /^(chain\/)?[^/]+\.(arrow|json)$/.test(path));
  for (const path of shuffled(paths, below)) {
    const from = join("data/nano", path);
    await Deno.mkdir(dirname(join(to, path)), { recursive: true });
    if (!path.startsWith("chain/")) {
      await Deno.copyFile(from, join(to, path));
      continue;
    }
    const { generations, metadata } = readResult(
      await Deno.readFile(from),
      from,
    );
    const rows = shuffled(rowsOf(generations), below);
    await writeResultFile(to, path, rows, metadata);
  }
  await sealDataSet(to);
}

/** Builds of nano with shuffled rows and files, in another folder, zone and language each. */
export async function shuffledBuilds(builds = PLACES.length): Promise<Trial> {
  const below = chances(SEED);
  const failed: string[] = [];
  let tried = 0;
  await inTemporaryFolder(async (folder) => {
    const here = join(folder, "here");
    await reproduce("data/nano", here);
    const wanted = filesUnder(here);
    for (const [zone, language] of PLACES.slice(0, builds)) {
      const cwd = join(folder, zone.replace("/", " "));
      await copyShuffled(join(cwd, "data/nano"), below);
      const { code, error } = await runTask("reproduce", ["nano"], {
        cwd,
        env: { TZ: zone, LANG: language, LC_ALL: language, LANGUAGE: language },
      });
      if (code !== 0) failed.push(`${zone}: ${error}`);
      const made = filesUnder(join(cwd, "figures/nano"));
      for (const name of new Set([...wanted.keys(), ...made.keys()])) {
        tried++;
        if (made.get(name) !== wanted.get(name)) {
          failed.push(`${zone}, ${language}: ${name} differs`);
        }
      }
    }
  });
  return { what: "outputs of shuffled builds elsewhere", tried, failed };
}

/** Pictures made by one thread and by two. */
export async function picturesByThreads(figures = Infinity): Promise<Trial> {
  const all = pictures(drawnFigures(await results("data/nano")), "any");
  const some = all.filter(({ name }) => name !== "figures.pdf")
    .slice(0, 2 * figures);
  const rendering = await readRendering();
  const two = await makePictures(some, rendering);
  const one = await delivered({ pictures: some, rendering });
  return await trial(
    "pictures by one thread and by two",
    one,
    ([name, bytes]) =>
      sha256(bytes) === sha256(two.get(name)!) ? null : `${name} differs`,
  );
}

/** Figures touched one by one: just the pictures of each are owed. */
export async function touchedFigures(): Promise<Trial> {
  const figures = drawnFigures(await results("data/nano"));
  const sources = (changed = figures, programs = "any") =>
    new Map(
      pictures(changed, programs).map(({ name, source }) => [name, source]),
    );
  const before = sources();
  const owed = (after: Map<string, string>) =>
    [...after].filter(([name, source]) => before.get(name) !== source)
      .map(([name]) => name).sort().join(" ");
  const cases: [string, Map<string, string>, string[]][] = [
    ["nothing", sources(), []],
    ["a program", sources(figures, "another"), [...before.keys()].sort()],
    ...figures.flatMap(
      (figure, at): [string, Map<string, string>, string[]][] => [
        [
          `what ${figure.name} shows`,
          sources(figures.with(at, { ...figure, svg: `${figure.svg} ` })),
          ["figures.pdf", `${figure.name}.pdf`, `${figure.name}.png`].sort(),
        ],
        [
          `the caption of ${figure.name}`,
          sources(figures.with(at, { ...figure, caption: "Another." })),
          ["figures.pdf"],
        ],
      ],
    ),
  ];
  return await trial(
    "pictures owed when one thing changes",
    cases,
    ([what, after, wanted]) =>
      owed(after) === wanted.sort().join(" ")
        ? null
        : `${what}: ${owed(after)} instead of ${wanted.join(" ")}`,
  );
}

/** Inputs of a small set touched one by one, then built: outputs change, and are as before once it is undone. */
export async function touchedInputs(): Promise<Trial> {
  let tried: Trial | undefined;
  await inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    const out = join(folder, "out");
    const built = async () => {
      await sealDataSet(set);
      await reproduce(set, out);
      return filesUnder(out);
    };
    await writeTinyDataSet(set, "tiny");
    const before = await built();
    const same = (after: Map<string, string>) =>
      after.size === before.size &&
      [...before].every(([name, text]) => after.get(name) === text);
    const json = (file: string, change: (read: string) => string) => async () =>
      await Deno.writeTextFile(
        join(set, file),
        change(await Deno.readTextFile(join(set, file))),
      );
    const run = (model: string) => async () => {
      const file = `sums/${model}-w16-full.arrow`;
      const { generations, metadata } = readResult(
        await Deno.readFile(join(set, file)),
        file,
      );
      const [first, ...rest] = rowsOf(generations);
      await writeResultFile(
        set,
        file,
        [{ ...first!, answer: "wrong" }, ...rest],
        metadata,
      );
    };
    const touches: [string, () => Promise<void>][] = [
      [
        "the title",
        json("study.json", (text) => text.replace("Tiny", "Small")),
      ],
      ["an answer", json("sums.json", (text) => text.replace('"7"', '"8"'))],
      ["a run", run("one")],
      ["another run", run("two")],
    ];
    tried = await trial(
      "inputs touched, built and undone",
      touches,
      async ([what, touch]) => {
        await touch();
        const changed = !same(await built());
        await Deno.remove(set, { recursive: true });
        await writeTinyDataSet(set, "tiny");
        if (!changed) return `${what}: nothing was made anew`;
        return same(await built())
          ? null
          : `${what}: it stays after it is undone`;
      },
    );
  });
  return tried!;
}
