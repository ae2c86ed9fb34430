/** The house as a table: which room may import from which, and which files open a door. */
import { deepEqual, equal } from "node:assert/strict";
import { dirname, join, normalize } from "node:path";

/** Rooms, the most particular first, and the rooms they may import from. */
const ARROWS:
  readonly (readonly [room: string, mayImport: readonly string[]])[] = [
    // Which versions are installed.
    ["deno.json", []],
    ["pipeline/study/", []],
    ["pipeline/statistics/", []],
    ["pipeline/store/", ["pipeline/study/", "deno.json"]],
    ["pipeline/findings/", ["pipeline/study/", "pipeline/statistics/"]],
    ["pipeline/figures/", ["pipeline/study/", "pipeline/statistics/"]],
    ["pipeline/advisor/", ["pipeline/study/", "pipeline/statistics/"]],
    ["pipeline/trials/", [
      "pipeline/",
      "pipeline/study/",
      "pipeline/statistics/",
      "pipeline/findings/",
      "pipeline/figures/",
    ]],
    // What all tasks do alike, the runner's too.
    ["pipeline/commands/command.ts", ["pipeline/study/"]],
    ["pipeline/commands/data_set_folders.ts", ["pipeline/store/"]],
    ["pipeline/commands/", [
      "pipeline/commands/command.ts",
      "pipeline/commands/data_set_folders.ts",
      "pipeline/study/",
      "pipeline/store/",
      "pipeline/findings/",
      "pipeline/advisor/",
      "pipeline/trials/",
      "pipeline/reproduce.ts",
      "pipeline/figure.ts",
      "pipeline/",
    ]],
    ["pipeline/reproduce.ts", [
      "pipeline/",
      "pipeline/figure.ts",
      "pipeline/ruled.ts",
      "pipeline/figures/",
      "pipeline/study/",
      "pipeline/findings/",
    ]],
    // The second thread knows what is ruled on by type only.
    ["pipeline/ruled.ts", [
      "pipeline/",
      "pipeline/ruling_worker.ts",
      "pipeline/study/",
      "pipeline/findings/",
    ]],
    ["pipeline/ruling_worker.ts", [
      "pipeline/",
      "pipeline/ruled.ts",
      "pipeline/study/",
    ]],
    ["pipeline/figure.ts", [
      "pipeline/figures/",
      "pipeline/store/",
      "pipeline/study/",
    ]],
    // The other stages and their folders.
    ["pipeline/", [
      "pipeline/",
      "pipeline/study/",
      "pipeline/statistics/",
      "pipeline/store/",
    ]],
    ["runner/commands/", [
      "runner/",
      "pipeline/study/",
      "pipeline/store/",
      "pipeline/commands/command.ts",
      "pipeline/commands/data_set_folders.ts",
    ]],
    ["runner/", ["pipeline/study/", "pipeline/store/"]],
  ];

/** The only files that reach what lies outside the program. */
const DOORS: Readonly<Record<string, RegExp>> = {
  disk:
    /^(pipeline\/store\/(files|manifest|data_set|brought|plain_path|outputs|sql|weights_folder|rendering|expected|made|speed_files|private_messages)\.ts|runner\/commands\/)/,
  network: /^runner\/(server|commands\/serve)\.ts$/,
  process: /^(pipeline|runner)\/commands\//,
};

const SIGNS: Readonly<Record<string, RegExp>> = {
  disk:
    /\bDeno\.(open|readFile|readTextFile|readDir|writeFile|writeTextFile|stat|lstat|mkdir|remove|rename|makeTemp\w*|create)\w*\(|from "node:fs/,
  network:
    /\bfetch\(|\bDeno\.(serve|connect|listen)\w*\(|\bWebSocket\(|from "node:(http|net)/,
  process:
    /\bDeno\.(args|exit|env|Command|addSignalListener|stdout|stderr)\b|\bconsole\./,
};

/** Neither clock nor unseeded chance: the same input gives the same output. A task may say how long it took. */
const CHANCE =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bgetRandomValues\(/;
const MAY_USE_CHANCE = /^(runner\/|pipeline\/commands\/stopwatch\.ts$)/;

function* sources(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    // The kernel's source is no TypeScript, and has packages of its own.
    if (path === "pipeline/assembly") continue;
    if (isDirectory) yield* sources(path);
    else if (name.endsWith(".ts")) yield path;
  }
}

const files = [...sources("pipeline"), ...sources("runner")].sort();

const roomOf = (file: string) =>
  ARROWS.find(([room]) => file.startsWith(room))![0];

function importsOf(file: string): string[] {
  return [
    ...Deno.readTextFileSync(file).matchAll(
      /from\s+"(\.[^"]+)"|import\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/g,
    ),
  ]
    .map(([, from, bare, late]) =>
      normalize(join(dirname(file), (from ?? bare ?? late)!))
    );
}

Deno.test("every import follows an arrow of the house", () => {
  const wrong = files.flatMap((file) => {
    const [room, mayImport] = ARROWS.find(([prefix]) =>
      file.startsWith(prefix)
    )!;
    return importsOf(file)
      .filter((target) =>
        roomOf(target) !== room && !mayImport.includes(roomOf(target))
      )
      .map((target) => `${file} -> ${target}`);
  });
  deepEqual(wrong, []);
});

Deno.test("only commands import reproduce.ts", () => {
  const importers = files.filter((file) =>
    importsOf(file).includes("pipeline/reproduce.ts")
  );
  deepEqual(
    importers.filter((file) => !file.startsWith("pipeline/commands/")),
    [],
  );
});

Deno.test("a figure imports no finding and a finding no figure", () => {
  const wrong = files.flatMap((file) =>
    importsOf(file).filter((target) =>
      (file.startsWith("pipeline/figures/") &&
        target.startsWith("pipeline/findings/")) ||
      (file.startsWith("pipeline/findings/") &&
        target.startsWith("pipeline/figures/"))
    ).map((target) => `${file} -> ${target}`)
  );
  deepEqual(wrong, []);
});

for (const [what, sign] of Object.entries(SIGNS)) {
  Deno.test(`only doors touch the ${what}`, () => {
    const wrong = files.filter((file) =>
      sign.test(Deno.readTextFileSync(file)) && !DOORS[what]!.test(file)
    );
    deepEqual(wrong, []);
  });
}

Deno.test("the pipeline knows no clock and no unseeded chance", () => {
  const wrong = files.filter((file) =>
    CHANCE.test(Deno.readTextFileSync(file)) && !MAY_USE_CHANCE.test(file)
  );
  deepEqual(wrong, []);
});

Deno.test("no test is missing its source: test/ mirrors the source paths", () => {
  const tests = [...sources("test/pipeline"), ...sources("test/runner")]
    .filter((path) => path.endsWith("_test.ts"))
    .map((path) => path.replace(/^test\//, "").replace(/_test\.ts$/, ".ts"));
  deepEqual(tests.filter((path) => !files.includes(path)), []);
});

Deno.test("the signs of doors are recognised", () => {
  equal(SIGNS.disk!.test("await Deno.readTextFile(x)"), true);
  equal(SIGNS.network!.test("await fetch(url)"), true);
  equal(SIGNS.process!.test("console.log(1)"), true);
});
