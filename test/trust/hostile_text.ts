/** Hostile strings as everything a file may say, through every output. */
import { join } from "node:path";
import { filesUnder, runTask } from "../fixtures/task.ts";
import {
  inTemporaryFolder,
  tinyBenchmark,
  writeTinyDataSet,
} from "../fixtures/tiny.ts";
import { aliveIn, movesIn } from "./alive.ts";
import { writeHostileLogs } from "./hostile_logs.ts";
import { HOSTILE, writeHostileSet } from "./hostile_words.ts";
import type { Trial } from "./trial.ts";

/** Strings whose data sets one process builds. */
const TOGETHER = 10;

/** A data set that says a string. */
interface Said {
  readonly word: string;
  readonly set: string;
}

/** What tasks print of data sets that say a string each: as sound sets, as imported ones, and with it as problem ids, which are refused. */
async function printed(cwd: string, said: readonly Said[]): Promise<string[]> {
  const texts: string[] = [];
  const told = async (task: string, args: readonly string[], wanted = 0) => {
    const { code, out, error } = await runTask(task, args, { cwd });
    if (code !== wanted) {
      throw new Error(`${task} ended with ${code}: ${error}`);
    }
    texts.push(out, error);
    return error;
  };
  const refused = async (args: readonly string[]) => {
    const error = await told("validate", args, 1);
    const count = error.match(/^Cannot use/gm)?.length ?? 0;
    if (count < said.length) throw new Error(`Some were taken: ${error}`);
  };
  const sets = said.map(({ set }) => set);
  const folders = sets.map((set) => `data/${set}`);
  for (const { word, set } of said) {
    const imports = await writeHostileLogs(cwd, `${set}-logged`, word);
    for (const { args, code } of imports) await told("import", args, code);
    await writeHostileSet(join(cwd, "data", set), word);
  }
  await told("reproduce", []);
  await told("findings", []);
  await told("validate", [...sets, ...sets.map((set) => `${set}-logged`)]);
  await told("validate", ["--foreign", ...folders]);
  for (const { word, set } of said) {
    await writeHostileSet(join(cwd, "data", set), word, { asIds: true });
  }
  await refused(sets);
  await refused(["--foreign", ...folders]);
  const [first, ...rest] = tinyBenchmark.problems;
  for (const { word, set } of said) {
    await Deno.remove(join(cwd, "data", set, "manifest.json"));
    await Deno.writeTextFile(
      join(cwd, "data", set, "sums.json"),
      JSON.stringify({
        ...tinyBenchmark,
        problems: [{ ...first, id: word }, ...rest],
      }),
    );
  }
  await refused(["--foreign", ...folders]);
  return texts;
}

/** What is alive in all that is made and printed of sets that say a string each. */
async function aliveFor(words: readonly string[]): Promise<string[]> {
  const alive: string[] = [];
  const said = words.map((word, at) => ({ word, set: `said-${at}` }));
  const named = new Map(said.map(({ word, set }) => [set, word]));
  await inTemporaryFolder(async (cwd) => {
    for (const text of await printed(cwd, said)) {
      alive.push(...movesIn(text).map((each) => `terminal: ${each}`));
    }
    const files = filesUnder(join(cwd, "figures"));
    for (const path of files.keys()) {
      const text = await Deno.readTextFile(join(cwd, "figures", path));
      const word = named.get(path.split("/")[0]!.replace("-logged", ""));
      alive.push(
        ...aliveIn(path, text).map((each) =>
          `${JSON.stringify(word ?? words)}: ${path}: ${each}`
        ),
      );
    }
    const wanted = said.flatMap(({ set }) => [
      ...["index.html", "figure-01.svg", "votes.csv"].map((path) =>
        `${set}/${path}`
      ),
      ...["index.html", "figure-01.svg"].map((path) => `${set}-logged/${path}`),
    ]);
    for (const path of wanted) {
      if (!files.has(path)) alive.push(`${path} was not made`);
    }
    for (const path of [join(cwd, "acted"), "acted"]) {
      const there = await Deno.stat(path).catch(() => null);
      if (there) alive.push(`a shell acted: ${path}`);
    }
  });
  return alive;
}

/** What DuckDB's table of all strings as answers moves on a terminal. */
async function aliveInTable(): Promise<string[]> {
  const alive: string[] = [];
  await inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "tiny");
    await writeTinyDataSet(
      set,
      "tiny",
      (rows, { model }) =>
        rows.map((row, at) => ({
          ...row,
          answer:
            HOSTILE[(at + (model.name === "one" ? 0 : 24)) % HOSTILE.length]!,
        })),
    );
    for (const form of [[], ["--json"]]) {
      const { code, out, error } = await runTask("query", [
        "--set",
        set,
        ...form,
        "SELECT DISTINCT answer FROM generations",
      ]);
      if (code !== 0) throw new Error(error);
      alive.push(...movesIn(out + error));
    }
  });
  return alive;
}

/** Each string as all that a data set, and logs of other tools, say; some sets at once, two processes at a time. */
export async function hostileText(
  words: readonly string[] = HOSTILE,
): Promise<Trial> {
  const failed: string[] = [];
  const groups = Array.from(
    { length: Math.ceil(words.length / TOGETHER) },
    (_, at) => words.slice(TOGETHER * at, TOGETHER * (at + 1)),
  ).values();
  const turn = async () => {
    for (const group of groups) failed.push(...await aliveFor(group));
  };
  await Promise.all([turn(), turn()]);
  const inTable = await aliveInTable();
  if (inTable.length > 0) failed.push(`query: ${inTable.join(" ")}`);
  return {
    what: "strings through every output, as a study's and as other tools'",
    tried: words.length,
    failed,
  };
}
