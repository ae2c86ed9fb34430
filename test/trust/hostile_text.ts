/** Strings made to act where they are shown, as everything a file may say, through every output. */
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { DOMParser } from "linkedom";
import { writeResultFile } from "../../pipeline/store/result_writer.ts";
import { sealDataSet } from "../../pipeline/store/manifest.ts";
import { plannedRuns, runFile } from "../../pipeline/study/run.ts";
import { filesUnder, runTask } from "../fixtures/task.ts";
import {
  inTemporaryFolder,
  tinyBenchmark,
  tinyGenerations,
  tinyJson,
  tinyMetadata,
  tinyStudy,
  writeTinyDataSet,
} from "../fixtures/tiny.ts";
import type { Trial } from "./trial.ts";

/** Each would act somewhere: in HTML, SVG, Markdown, a spreadsheet, a terminal, a shell, a template or a path. */
export const HOSTILE: readonly string[] = [
  "<script>acted()</script>",
  "</script><script>acted()</script>",
  "</title><script>acted()</script>",
  "</style><script>acted()</script>",
  "</desc></svg><script>acted()</script>",
  "<svg onload=acted()>",
  "<img src=x onerror=acted()>",
  '"><img src=x onerror=acted()>',
  "' onmouseover='acted()",
  '" onfocus="acted()" autofocus="',
  "<iframe srcdoc='<script>acted()</script>'>",
  "<a href=javascript:acted()>x</a>",
  "javascript:acted()",
  "<base href=https://example.org/>",
  "<meta http-equiv=refresh content=0;url=javascript:acted()>",
  "<link rel=stylesheet href=//example.org>",
  "<style>*{background:url(//example.org)}</style>",
  "<foreignObject><body onload=acted()>",
  "<!--><script>acted()</script>-->",
  "<![CDATA[<script>acted()</script>]]>",
  "&lt;script&gt;acted()&lt;/script&gt;",
  "[x](javascript:acted())",
  "![x](https://example.org/x.png)",
  '=HYPERLINK("https://example.org","x")',
  "=cmd|' /C calc'!A0",
  "+1+cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "\t=1+1",
  "\r=1+1",
  'x"\n=1+1,"',
  "\x1b[2J\x1b[31mgone",
  "\x1b]8;;https://example.org\x07x\x1b]8;;\x07",
  "\x9b31mred",
  "\u202egnp.exe",
  "\u2066hidden\u2069",
  "${acted()} {{acted()}} <%= acted() %>",
  "$(touch acted) `touch acted` ; touch acted",
  "../../../../etc/passwd",
  "__proto__",
];

/** Writes a data set that says a string wherever a file may say something; as problem ids too, which is refused, if asked. */
export async function writeHostileSet(
  folder: string,
  word: string,
  asIds = false,
): Promise<void> {
  const json = tinyJson();
  const changed = {
    title: word.slice(0, 120),
    models: json.models.map((model) => ({
      ...model,
      label: word.slice(0, 24),
      source: word,
    })),
    benchmarks: json.benchmarks.map((benchmark) => ({
      ...benchmark,
      label: word.slice(0, 40),
    })),
    remarks: [{
      id: "I1",
      point: word.slice(0, 400),
      here: word.slice(0, 400),
    }],
  };
  const study = tinyStudy(changed);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(
    join(folder, "study.json"),
    JSON.stringify(tinyJson(changed)),
  );
  await Deno.writeTextFile(
    join(folder, "sums.json"),
    JSON.stringify(tinyBenchmark),
  );
  for (const run of plannedRuns(study)) {
    const rows = tinyGenerations(
      study,
      run,
      (expected, sample) => sample === 0 ? `${expected}}` : word,
    );
    await writeResultFile(
      folder,
      runFile(run),
      asIds ? rows.map((row) => ({ ...row, problem: word })) : rows,
      {
        ...tinyMetadata(study, run, "tiny"),
        engine: word,
        engineVersion: word,
        promptHash: word,
        flags: { [word]: word },
        weights: { source: word, digest: word },
      },
    );
  }
  await sealDataSet(folder);
}

/** Elements that act or fetch. */
const ACTIVE =
  "script,iframe,object,embed,foreignObject,base,link,form,input,button,img,image,use,animate,set,meta[http-equiv=refresh]";

/** What of a page or picture would act; images drawn into it by data are ours. */
function activeIn(text: string, type: "text/html" | "image/svg+xml"): string[] {
  const document = new DOMParser().parseFromString(text, type);
  const found: string[] = [];
  for (const element of document.querySelectorAll(ACTIVE)) {
    found.push(element.localName);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`${element.localName} ${name}`);
      if (/^\s*(javascript|data|vbscript):/i.test(value)) {
        found.push(`${name}=${value}`);
      }
      if (/^(href|src|xlink:href)$/.test(name) && /^(\w+:)?\/\//.test(value)) {
        found.push(`${name}=${value}`);
      }
    }
  }
  return found;
}

/** Cells of a table that a spreadsheet would run; a number is none. */
function formulasIn(text: string): string[] {
  const rows = parse(text) as string[][];
  return rows.flat().filter((cell) =>
    /^[=+\-@\t\r\n\0]/.test(cell) && Number.isNaN(Number(cell))
  );
}

/** What of a Markdown file is alive. */
const tagsIn = (text: string): string[] => [
  ...text.match(/<[a-z/!?][^>]*>?/gi) ?? [],
  ...text.match(/\]\([^)]*\)/g) ?? [],
];

/** What moves or hides on a terminal. */
export const movesIn = (text: string): string[] =>
  [...text].filter((character) =>
    character !== "\n" && character !== "\t" &&
    /[\p{Cc}\p{Bidi_Control}]/u.test(character)
  ).map((character) => `U+${character.codePointAt(0)!.toString(16)}`);

export function aliveIn(path: string, words: string): string[] {
  if (path.endsWith(".html")) return activeIn(words, "text/html");
  if (path.endsWith(".svg")) return activeIn(words, "image/svg+xml");
  if (path.endsWith(".csv")) return formulasIn(words);
  if (path.endsWith(".md")) return [...tagsIn(words), ...movesIn(words)];
  return [];
}

/** What commands print of a set that says a string, and of it as problem ids, in result and benchmark files. */
async function printed(cwd: string, word: string): Promise<string[]> {
  const set = join(cwd, "data/tiny");
  const said: string[] = [];
  const told = async (
    task: string,
    args: readonly string[],
    options = { cwd },
    wanted = 0,
  ) => {
    const { code, out, error } = await runTask(task, args, options);
    if (code !== wanted) {
      throw new Error(`${task} ended with ${code}: ${error}`);
    }
    said.push(out, error);
  };
  await told("reproduce", ["tiny"]);
  await told("validate", ["tiny"]);
  await told("validate", ["--foreign", "data/tiny"]);
  await told("findings", ["tiny"]);
  await writeHostileSet(set, word, true);
  await told("validate", ["tiny"], { cwd }, 1);
  await told("validate", ["--foreign", "data/tiny"], { cwd }, 1);
  const [first, ...rest] = tinyBenchmark.problems;
  await Deno.writeTextFile(
    join(set, "sums.json"),
    JSON.stringify({
      ...tinyBenchmark,
      problems: [{ ...first, id: word }, ...rest],
    }),
  );
  await told("validate", ["--foreign", "data/tiny"], { cwd }, 1);
  return said;
}

/** What of a string is alive in what is made and printed of a set that says it. */
async function aliveFor(word: string): Promise<string[]> {
  const alive: string[] = [];
  await inTemporaryFolder(async (cwd) => {
    await writeHostileSet(join(cwd, "data/tiny"), word);
    for (const text of await printed(cwd, word)) {
      alive.push(...movesIn(text).map((each) => `terminal: ${each}`));
    }
    const files = filesUnder(join(cwd, "figures"));
    for (const path of files.keys()) {
      const text = await Deno.readTextFile(join(cwd, "figures", path));
      alive.push(...aliveIn(path, text).map((each) => `${path}: ${each}`));
    }
    for (const path of ["index.html", "figure-01.svg", "votes.csv"]) {
      if (!files.has(`tiny/${path}`)) alive.push(`${path} was not made`);
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

/** Each string apart, as all that a file says, two at a time. */
export async function hostileText(
  words: readonly string[] = HOSTILE,
): Promise<Trial> {
  const failed: string[] = [];
  const left = words.values();
  const turn = async () => {
    for (const word of left) {
      const alive = await aliveFor(word);
      if (alive.length === 0) continue;
      failed.push(`${JSON.stringify(word)}: ${alive.slice(0, 3).join("; ")}`);
    }
  };
  await Promise.all([turn(), turn()]);
  const inTable = await aliveInTable();
  if (inTable.length > 0) failed.push(`query: ${inTable.join(" ")}`);
  return {
    what: "strings through every output",
    tried: words.length,
    failed,
  };
}
