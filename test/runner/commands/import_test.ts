/** From real logs of three tools to figures, by the tasks a person calls. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join, resolve } from "node:path";
import { filesUnder, runTask } from "../../fixtures/task.ts";
import { LOGS } from "../../fixtures/imported.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const log = (name: string) => resolve(LOGS, name);

/** A data set with the 12 problems of the logs, as benchmarks are taken from. */
async function writeTemplate(folder: string): Promise<void> {
  const read = async (name: string) =>
    JSON.parse(await Deno.readTextFile(join("data/nano", name)));
  const study = await read("study.json");
  const chain = await read("chain.json");
  await Deno.mkdir(folder, { recursive: true });
  const write = (name: string, json: unknown) =>
    Deno.writeTextFile(join(folder, name), JSON.stringify(json));
  await write("chain.json", {
    ...chain,
    problems: chain.problems.slice(0, 12),
  });
  const [benchmark] = study.benchmarks;
  await write("study.json", {
    ...study,
    // These models stop behind "so769." when nobody forces a box on them.
    benchmarks: [{ ...benchmark, grammar: "^0*([0-9]{1,3})(?:\\.|$)" }],
  });
}

/** The tasks in a folder, with a study for logs of two models at some budgets. */
async function prepared(folder: string, ...budgets: number[]) {
  await writeTemplate(join(folder, "data/template"));
  const task = (name: string, ...args: string[]) =>
    runTask(name, args, { cwd: folder });
  const config = (model: string) => [
    "--from-config",
    resolve("data/nano/weights", model, "config.json"),
  ];
  const made = await task(
    "study",
    ...[...config("nano-s"), ...config("nano-l"), "--imported"],
    ...["--set", "mine", "--from", "template", "--benchmark", "chain"],
    ...["--bits", "16", "--samples", "2"],
    ...budgets.flatMap((budget) => ["--budget", String(budget)]),
    ...["--answer-after", "so", "--thinking-ends", ""],
  );
  equal(made.code, 0, made.error);
  const imported = (
    tool: string,
    file: string,
    model: string,
    ...more: string[]
  ) =>
    task(
      "import",
      ...["mine", "--from", tool, log(file), "--benchmark", "chain"],
      ...["--model", model, "--bits", "16", "--kv", "full", ...more],
    );
  return { task, imported };
}

Deno.test("logs of lighteval and inspect_ai become figures that say they are imported", () =>
  inTemporaryFolder(async (folder) => {
    const { task, imported } = await prepared(folder, 96);
    const small = await imported(
      ...["lighteval", "lighteval.parquet", "nano-s"] as const,
      ...["--match", "order", "--budget", "96", "--seeds", "unknown"],
      ...["--tool-version", "0.13.0"],
    );
    equal(small.code, 0, small.error);
    match(small.out, /24 responses; 24 announce an answer, 24 can be read/);
    const large = await imported(
      ...["inspect", "inspect.eval", "nano-l", "--seeds", "unknown"] as const,
    );
    equal(large.code, 0, large.error);
    match(large.out, /graded otherwise than pattern: 0 of 24/);

    const valid = await task("validate", "mine");
    equal(valid.code, 0, valid.error);
    match(valid.out, /^data\/mine: sound, 2 of 2 planned runs\n/);
    const drawn = await task("reproduce", "mine");
    equal(drawn.code, 0, drawn.error);
    match(drawn.out, /^mine \(imported\): 4 measurements, /);
    const made = filesUnder(join(folder, "figures/mine"));
    for (const name of ["figure-01.svg", "table-1.md", "findings.md"]) {
      match(made.get(name)!, /IMPORTED/, name);
    }
    const page = made.get("index.html")!;
    match(
      page,
      /class="warning">IMPORTED: generated and logged by other tools/,
    );
    match(page, /lighteval\.parquet, SHA-256 [0-9a-f]{12}/);
    match(page, /inspect 0\.3\.285/);
    ok(!page.includes("SIMULATED"));
    // What the tools counted themselves: half, and all.
    deepEqual(
      made.get("measurements.csv")!.trim().split("\n").slice(1)
        .map((row) => row.split(","))
        .map((cells) => [cells[1], cells[6], cells[9]]),
      [
        ["nano-s", "1", "0.5"],
        ["nano-s", "2", "0.5"],
        ["nano-l", "1", "1"],
        ["nano-l", "2", "1"],
      ],
    );
    const overview = filesUnder(join(folder, "figures")).get("index.html")!;
    match(overview, /mine<\/a>, IMPORTED: nano-s, nano-l/);
    const advice = await task(
      ...["advise", "--memory", "24MiB", "--benchmark", "chain"] as const,
      ...["--set", "mine"],
    );
    match(advice.out, /^mine: IMPORTED from other tools' logs/);
  }));

Deno.test("logs of lm-eval add one budget after the other, and none twice", () =>
  inTemporaryFolder(async (folder) => {
    const { task, imported } = await prepared(folder, 64, 96);
    const given = ["--seeds", "11,12", "--tool-version", "0.4.13"];
    const first = await imported(
      "lm-eval",
      "lm-eval-96.jsonl",
      "nano-s",
      ...given,
    );
    equal(first.code, 0, first.error);
    match(
      first.out,
      /nano-s-w16-full\.arrow, budget 96:\n.*\n.*\n {2}still to import: budgets 64\n/,
    );
    const second = await imported(
      "lm-eval",
      "lm-eval-64.jsonl",
      "nano-s",
      ...given,
    );
    equal(second.code, 0, second.error);
    match(second.out, /24 responses; 20 announce an answer/);
    const valid = await task("validate", "mine", "--partial");
    equal(valid.code, 0, valid.error);
    match(valid.out, /12 problems x 2 samples x 2 budgets/);

    const before = filesUnder(join(folder, "data/mine"));
    const again = await imported(
      "lm-eval",
      "lm-eval-64.jsonl",
      "nano-s",
      ...given,
    );
    equal(again.code, 1);
    match(again.error, /has budget 64 already, --replace takes its place/);
    deepEqual(filesUnder(join(folder, "data/mine")), before);
    const replaced = await imported(
      ...["lm-eval", "lm-eval-64.jsonl", "nano-s", "--replace"] as const,
      ...given,
    );
    equal(replaced.code, 0, replaced.error);
    deepEqual(filesUnder(join(folder, "data/mine")), before);

    // A damaged set is not written to.
    const file = join(folder, "data/mine/chain/nano-s-w16-full.arrow");
    await Deno.writeTextFile(file, "damaged");
    const onDamage = await imported(
      ...["lm-eval", "lm-eval-64.jsonl", "nano-s", "--replace"] as const,
      ...given,
    );
    equal(onDamage.code, 1);
    match(
      onDamage.error,
      /nano-s-w16-full\.arrow: it has 7 bytes, the manifest says/,
    );
  }));

Deno.test("deno task import --write-benchmark makes the benchmark file of a log, once", () =>
  inTemporaryFolder(async (folder) => {
    const { task, imported } = await prepared(folder, 96);
    const write = () =>
      imported(
        ...["inspect", "inspect.eval", "nano-l", "--match", "order"] as const,
        ...["--seeds", "unknown", "--write-benchmark"],
      );
    const made = await write();
    equal(made.code, 0, made.error);
    match(made.out, /^data\/mine\/chain\.json: 12 problems\n/);
    const { problems } = JSON.parse(
      await Deno.readTextFile(join(folder, "data/mine/chain.json")),
    );
    deepEqual(problems[0], { id: "chain-01", answer: "769" });
    equal((await task("validate", "mine", "--partial")).code, 0);
    const again = await write();
    equal(again.code, 1);
    match(
      again.error,
      /chain\/nano-l-w16-full\.arrow was imported with the one/,
    );
  }));

Deno.test("deno task import names everything that is missing or contradicts the log", () =>
  inTemporaryFolder(async (folder) => {
    const { task, imported } = await prepared(folder, 96);
    const cases: [
      () => Promise<{ code: number; error: string }>,
      number,
      RegExp,
    ][] = [
      [
        () => task("import", "mine", "--from", "lm-eval", "a.jsonl"),
        2,
        /^Give --benchmark, --model, --bits, --kv: no log says it\n/m,
      ],
      [() => task("import", "mine"), 2, /^Name the logs to import\n/],
      [
        () => imported("lm-eval", "lm-eval-96.jsonl", "nano-s"),
        2,
        /^The logs do not say it: give --seeds N,N,\.\.\. or "unknown", --tool-version V\n/m,
      ],
      [
        () => imported("lighteval", "lighteval.parquet", "nano-s"),
        2,
        /give --budget N, --seeds/,
      ],
      [
        () => imported("inspect", "inspect.eval", "nano-l", "--budget", "64"),
        2,
        /with --budget 64: it says 96 tokens\n/,
      ],
      [
        () => imported("inspect", "inspect.eval", "nano-xl"),
        2,
        /^Cannot import chain\/nano-xl-w16-full: the study has benchmarks chain; models nano-s nano-l; bits 16; kv full\n/m,
      ],
      [
        () => imported("inspect", "inspect.eval", "nano-l", "--seeds", "a"),
        2,
        /^Cannot use --seeds a: give whole numbers/m,
      ],
      [
        () => imported("inspect", "inspect-first-4.json", "nano-l"),
        1,
        /chain-05 has 0 responses, others have 1\n/,
      ],
      [
        () =>
          imported(
            ...["lm-eval", "lm-eval-64.jsonl", "nano-s"] as const,
            ...["--seeds", "unknown", "--tool-version", "1"],
          ),
        1,
        /^Cannot import budget 64: data\/mine\/study\.json has 96 for chain/m,
      ],
      [
        () =>
          task(
            ...["import", "template", "--from", "inspect"] as const,
            ...[log("inspect.eval"), "--benchmark", "chain", "--model"],
            ...["nano-l", "--bits", "16", "--kv", "full"],
          ),
        1,
        /^Cannot import into data\/template: its study is measured; deno task study --imported/m,
      ],
      [
        () => task("plan", "mine"),
        1,
        /^Cannot generate data\/mine: its study is imported/m,
      ],
      [
        () => task("seal", "mine"),
        1,
        /^Cannot generate data\/mine: its study is imported/m,
      ],
    ];
    for (const [ended, code, message] of cases) {
      const { code: was, error } = await ended();
      match(error, message);
      equal(was, code);
    }
    ok(
      ![...filesUnder(join(folder, "data/mine")).keys()].some((name) =>
        name.endsWith(".arrow")
      ),
    );
  }));
