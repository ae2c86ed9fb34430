/** `deno task mutate`: changes the program in one place at a time and sees whether the tests notice. */
import { join } from "node:path";
import { runCommand, UsageError } from "../pipeline/commands/command.ts";
import { writeAtomically } from "../pipeline/store/atomic.ts";
import { AREAS, type Mutated } from "./mutation/sources.ts";
import { readReport, type Report, reportPage } from "./mutation/report.ts";

const HOME = "test/mutation";
const OUT = ".mutation";
const PAGE = "bench/mutation.md";
/** Share of mutants that must be noticed. */
const BAR = 0.85;

const HELP = `
deno task mutate [area...] [--only FILE] [--minutes N] [--at-once N]

Mutates sources with StrykerJS, file by file, and runs the tests of each file
on every mutant. About half a second a mutant and core: an hour for everything
on two. What was found so far stays in ${OUT}/, and ${PAGE} is
written from it.

  areas           ${Object.keys(AREAS).join(", ")}; all without a name
  --only FILE     one source file
  --minutes N     begin no file after so many minutes
  --fresh         mutate again what was mutated before
  --at-once N     so many files at once, two mutants of each

Fails when less than ${100 * BAR} % of all mutants were noticed.

  deno task mutate validate memory
`;

/** What the sandbox of StrykerJS does without. */
const LEFT_OUT = [
  "/data/paper/*/",
  "/data/*/weights",
  "/figures",
  "/bench",
  "/notebooks",
  "/runner/engine",
  "/runner/ladder",
  "/test/browser",
  `/${HOME}/node_modules`,
  `/${OUT}`,
  "/.*",
];

async function run(program: string, args: readonly string[], cwd = ".") {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (code !== 0) {
    throw new Error(
      `Cannot go on: ${program} ended with ${code}: ${text.decode(stdout)}${
        text.decode(stderr)
      }`,
    );
  }
}

const reportOf = (source: string) =>
  join(OUT, `${source.replaceAll("/", "-")}.json`);

async function mutate(
  { source, tests }: Mutated,
): Promise<void> {
  const name = source.replaceAll("/", "-");
  const settings = join(OUT, `settings-${name}.json`);
  await Deno.mkdir(OUT, { recursive: true });
  await Deno.writeTextFile(
    settings,
    JSON.stringify({
      testRunner: "command",
      commandRunner: {
        command: [
          Deno.execPath(),
          "test --no-prompt --cached-only --no-check --fail-fast",
          "--allow-read --allow-write=. --allow-run --allow-net=127.0.0.1",
          "--allow-sys=cpus --allow-env=__STRYKER_ACTIVE_MUTANT__",
          ...tests,
        ].join(" "),
      },
      mutate: [source],
      coverageAnalysis: "off",
      concurrency: 2,
      timeoutMS: 30_000,
      reporters: ["json"],
      jsonReporter: { fileName: reportOf(source) },
      ignorePatterns: LEFT_OUT,
      tempDirName: join(OUT, name),
      disableTypeChecks: false,
      // Looking for all of them, it falls over files that others make meanwhile.
      symlinkNodeModules: false,
      buildCommand: `ln -s ${join(Deno.cwd(), "node_modules")} node_modules`,
      cleanTempDir: "always",
      plugins: [],
      checkers: [],
      allowConsoleColors: false,
    }),
  );
  const stryker = join(HOME, "node_modules/@stryker-mutator/core/bin");
  await run(Deno.execPath(), [
    "run",
    "--allow-all",
    join(stryker, "stryker.js"),
    "run",
    settings,
  ]);
}

await runCommand({
  help: HELP,
  options: {
    only: { type: "string" },
    minutes: { type: "string" },
    fresh: { type: "boolean" },
    "at-once": { type: "string" },
  },
  run: async ({ values, positionals }) => {
    const unknown = positionals.find((area) => !(area in AREAS));
    if (unknown) throw new UsageError(`Cannot mutate ${unknown}: no such area`);
    const all = Object.values(AREAS).flat();
    const wanted = (positionals.length > 0
      ? positionals.flatMap((area) =>
        AREAS[area]!
      )
      : all)
      .filter(({ source }) => !values.only || source === values.only);
    const until = performance.now() + 60_000 * Number(values.minutes ?? 1e6);
    await run(Deno.execPath(), ["install", "--quiet", "--frozen"], HOME);
    const owed = wanted.values();
    const work = async () => {
      for (const each of owed) {
        const known = await readReport(reportOf(each.source), each.source);
        if (known && !values.fresh || performance.now() > until) continue;
        try {
          await mutate(each);
        } catch (error) {
          console.error((error as Error).message);
          continue;
        }
        const { noticed, mutants } =
          (await readReport(reportOf(each.source), each.source))!;
        console.log(`${each.source}: ${noticed} of ${mutants} noticed`);
      }
    };
    await Promise.all(
      Array.from({ length: Number(values["at-once"] ?? 1) }, work),
    );
    const reports: Report[] = [];
    for (const { source } of all) {
      const report = await readReport(reportOf(source), source);
      if (report) reports.push(report);
    }
    const without = all.map(({ source }) => source)
      .filter((source) => !reports.some((report) => report.source === source));
    const reasons = JSON.parse(
      await Deno.readTextFile(join(HOME, "reasons.json")),
    );
    await writeAtomically(PAGE, reportPage(reports, without, reasons));
    const sum = (count: (report: Report) => number) =>
      reports.reduce((all, report) => all + count(report), 0);
    const share = sum(({ noticed }) => noticed) / sum(({ mutants }) => mutants);
    console.log(
      `${(100 * share).toFixed(1)} % of ${
        sum(({ mutants }) => mutants)
      } mutants in ${reports.length} of ${all.length} files noticed -> ${PAGE}`,
    );
    return share >= BAR ? 0 : 1;
  },
});
