import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { writeAskedStudy } from "../../fixtures/asked_study.ts";
import { contents, start, startGenerate } from "../../fixtures/commands.ts";
import { withFakeVllm } from "../../fixtures/fake_vllm.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const benchmark = (name: string, answer: string, choiceSeed?: number) => ({
  name,
  label: name,
  task: answer === "integer" ? "math" : "knowledge",
  answer,
  grammar: answer === "integer" ? "^0*([0-9]{1,3})(?:\\}|$)" : "^([A-D])",
  file: `${name}.json`,
  ...(choiceSeed === undefined ? {} : { choiceSeed }),
});

const STUDY = {
  benchmarks: [
    benchmark("aime25", "integer"),
    benchmark("gpqa-diamond", "letter", 5),
  ],
  samples: { full: 1, compressed: 1 },
  groups: [1],
};

/** Nothing of these may be seen anywhere but in the private folder. */
const SECRET = "SECRETTEXT";

const answers: string[] = JSON.parse(
  Deno.readTextFileSync("data/paper/aime25.json"),
).problems.map(({ answer }: { answer: string }) => answer);

const jsonl = (from: number, to: number) =>
  answers.slice(from, to).map((answer, at) =>
    JSON.stringify({ question: `${SECRET} ${from + at}`, answer })
  ).join("\n");

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const csv = [
  [
    "Record ID",
    "Question",
    "Correct Answer",
    "Incorrect Answer 1",
    "Incorrect Answer 2",
    "Incorrect Answer 3",
    "Canary String",
  ],
  ...Array.from({ length: 198 }, (_, at) => [
    `rec${at}`,
    `${SECRET} "quoted",\nover two lines ${at}`,
    `right ${at}`,
    `wrong ${at}, a`,
    `wrong ${at} b`,
    `wrong ${at} c`,
    SECRET,
  ]),
].map((row) => row.map(quoted).join(",")).join("\r\n");

const convert = (args: readonly string[], outer: string) =>
  start("benchmarks", ["--allow-read", `--allow-write=${outer}`], args).ended;

Deno.test("deno task benchmarks tells where they come from, and what a call lacks", async () => {
  const told = await convert([], ".");
  equal(told.code, 0);
  match(told.stdout, /math-ai\/aime25[\s\S]*Idavidrein\/gpqa/);
  const refused = async (args: string[], code: number, message: RegExp) => {
    const ended = await convert(args, ".");
    equal(ended.code, code);
    match(ended.stderr, message);
  };
  await refused(
    ["other"],
    2,
    /^Cannot convert other: name one of aime25, gpqa-diamond/,
  );
  await refused(["aime25"], 2, /^Name the files/);
  await refused(
    ["aime25", "x.jsonl", "--set", "nano"],
    1,
    /its study has chain/,
  );
});

Deno.test("downloaded files become a benchmark file that may be shown, and messages that reach the server and nothing else", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    await writeAskedStudy(folder, STUDY);
    const files = {
      "aime2025-I.jsonl": jsonl(0, 15),
      "aime2025-II.jsonl": `${jsonl(15, 30)}\n\n`,
      "gpqa_diamond.csv": csv,
    };
    const path = (name: string) => join(outer, name);
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(path(name), text);
    }
    const set = ["--set", `./${folder}`];
    const half = await convert(
      ["aime25", path("aime2025-I.jsonl"), ...set],
      outer,
    );
    equal(half.code, 1);
    match(half.stderr, /aime25-ii-01, .* missing/);
    for (
      const args of [
        ["aime25", path("aime2025-I.jsonl"), path("aime2025-II.jsonl")],
        ["gpqa-diamond", path("gpqa_diamond.csv")],
      ]
    ) {
      const { code, stderr } = await convert([...args, ...set], outer);
      equal(code, 0, stderr);
    }
    deepEqual(
      JSON.parse(await Deno.readTextFile(join(folder, "aime25.json"))),
      JSON.parse(await Deno.readTextFile("data/paper/aime25.json")),
    );

    const said: string[] = [];
    await withFakeVllm({ maxModelLen: 1024, opens: "" }, async (fake) => {
      const args = ["--samples", "1"];
      fake.options.noTemplate = true;
      const without = await startGenerate(folder, [fake.host], { args }).ended;
      equal(without.code, 1);
      match(
        without.stderr,
        /\/tokenize: status 400, it cannot write a message with its chat template/,
      );
      fake.options.noTemplate = false;
      const { code, stdout, stderr } = await startGenerate(
        folder,
        [fake.host],
        { args },
      ).ended;
      equal(code, 0, stderr);
      said.push(stdout, stderr, without.stdout, without.stderr);
      ok(fake.asked.length > 228 * 3);
    });
    const sealed = await start("seal", [`--allow-write=${folder}`], [
      `./${folder}`,
    ]).ended;
    equal(sealed.code, 0, sealed.stderr);
    said.push(sealed.stdout, sealed.stderr);
    const kept = contents(folder);
    const holders = [...kept].filter(([, text]) => text.includes(SECRET)).map((
      [name],
    ) => name);
    deepEqual(holders, [
      "/.private/aime25.json",
      "/.private/gpqa-diamond.json",
    ]);
    for (const text of said) equal(text.includes(SECRET), false);
    match(kept.get("/aime25/one-w16-full.arrow")!, /templateHash/);
    // Git would not take them along.
    const ignored = await Deno.readTextFile(".gitignore");
    ok(
      ignored.includes("data/*/.private/") &&
        ignored.includes("data/*/.journal/"),
    );
  }));

/** Made-up problems in the columns of MathArena's files, written by pyarrow 21 with Snappy and with Zstandard. */
const PARQUET = ["I", "II"].map((half) =>
  `test/fixtures/aime_2025_${half}.parquet`
);

Deno.test("Parquet files of other writers are read, in either compression", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    await writeAskedStudy(folder, STUDY);
    const { code, stderr } = await convert([
      "aime25",
      ...PARQUET,
      "--set",
      `./${folder}`,
    ], outer);
    equal(code, 0, stderr);
    const { messages } = JSON.parse(
      await Deno.readTextFile(join(folder, ".private", "aime25.json")),
    );
    equal(Object.keys(messages).length, 30);
    for (const [id, message] of Object.entries(messages)) {
      ok((message as string).startsWith(`Made up ${id}: é ≤ 2\nnext line\n\n`));
    }
  }));

Deno.test("a damaged or foreign download is refused by name, without its content", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    await writeAskedStudy(folder, STUDY);
    const refused = async (name: string, text: string, message: RegExp) => {
      const path = join(outer, name);
      await Deno.writeTextFile(path, text);
      const { code, stderr } = await convert([
        "aime25",
        path,
        "--set",
        `./${folder}`,
      ], outer);
      equal(code, 1);
      match(stderr, message);
      equal(stderr.includes(SECRET), false);
    };
    await refused(
      "a.jsonl",
      `{"question": "${SECRET}`,
      /Cannot read .*a\.jsonl: it is damaged, or no jsonl file/,
    );
    await refused(
      "a.jsonl",
      `["${SECRET}"]`,
      /it is damaged, or no jsonl file/,
    );
    await refused(
      "a.csv",
      `question,answer\n"${SECRET}`,
      /it is damaged, or no csv file/,
    );
    await refused("a.parquet", SECRET, /it is damaged, or no parquet file/);
    await refused(
      "a.txt",
      SECRET,
      /it is no \.jsonl, \.json, \.csv or \.parquet file/,
    );
    await refused(
      "a.json",
      JSON.stringify([{ problem: SECRET, answer: 1 }]),
      /row 0 has answer 1, which no problem has/,
    );
  }));
