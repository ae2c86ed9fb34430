/** What StrykerJS found, and the page that tells it. */

/** A mutant that no test noticed. */
interface Survivor {
  readonly line: number;
  readonly kind: string;
  readonly was: string;
  readonly became: string;
}

/** What became of the mutants of a file. */
export interface Report {
  readonly source: string;
  readonly mutants: number;
  /** Tests failed, or did not end. */
  readonly noticed: number;
  readonly survivors: readonly Survivor[];
}

/** Why survivors may live: by file, then by what was changed ("was -> became"), or by kind alone. */
export type Reasons = Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

interface StrykerMutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
}

const NOTICED = ["Killed", "Timeout"];
/** Code that does not run, or that StrykerJS was told to leave alone, is no mutant. */
const NONE = ["CompileError", "RuntimeError", "Ignored"];

/** A file's report; null where it was not mutated yet. */
export async function readReport(
  file: string,
  source: string,
): Promise<Report | null> {
  const text = await Deno.readTextFile(file).catch(() => null);
  if (text === null) return null;
  const { mutants, source: program } = JSON.parse(text).files[source] as {
    mutants: StrykerMutant[];
    source: string;
  };
  const counted = mutants.filter(({ status }) => !NONE.includes(status));
  const alive = counted.filter(({ status }) => !NOTICED.includes(status));
  return {
    source,
    mutants: counted.length,
    noticed: counted.length - alive.length,
    survivors: alive.map(({ mutatorName, replacement, location }) => ({
      line: location.start.line,
      kind: mutatorName,
      was: between(program, location),
      became: short(replacement),
    })),
  };
}

const short = (text: string) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 67)}...` : line;
};

function between(
  program: string,
  { start, end }: StrykerMutant["location"],
): string {
  const lines = program.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.column - 1);
  lines[0] = lines[0]!.slice(start.column - 1);
  return short(lines.join("\n"));
}

const reasonFor = (
  reasons: Reasons,
  source: string,
  { kind, was, became }: Survivor,
) =>
  reasons[source]?.[`${was} -> ${became}`] ?? reasons[source]?.[was] ??
    reasons[source]?.[kind] ?? "open";

const code = (text: string) =>
  `\`${text.replaceAll("`", "´").replaceAll("|", "\\|") || " "}\``;

/** The page: counts by file, then every survivor with its reason. */
export function reportPage(
  reports: readonly Report[],
  without: readonly string[],
  reasons: Reasons,
): string {
  const mutants = reports.reduce((sum, each) => sum + each.mutants, 0);
  const noticed = reports.reduce((sum, each) => sum + each.noticed, 0);
  const share = (part: number, of: number) =>
    of === 0 ? "–" : `${(100 * part / of).toFixed(1)} %`;
  return [
    "# Mutants",
    "",
    "`deno task mutate` changes the program in one place at a time with StrykerJS",
    "and runs the tests of the file; a test that fails or does not end has noticed.",
    "A row tells of the tests there were when its file was mutated.",
    "",
    `${noticed} of ${mutants} noticed, ${
      share(noticed, mutants)
    }, in ${reports.length} files${
      without.length > 0
        ? `; not mutated yet: ${without.map(code).join(", ")}`
        : ""
    }.`,
    "",
    "| file | mutants | noticed | share |",
    "| --- | ---: | ---: | ---: |",
    ...reports.map(({ source, mutants, noticed }) =>
      `| ${source} | ${mutants} | ${noticed} | ${share(noticed, mutants)} |`
    ),
    "",
    "## Survivors",
    "",
    "| where | was | became | why it may live |",
    "| --- | --- | --- | --- |",
    ...reports.flatMap(({ source, survivors }) =>
      survivors.map((each) =>
        `| ${source}:${each.line} | ${code(each.was)} | ${
          code(each.became)
        } | ${reasonFor(reasons, source, each)} |`
      )
    ),
    "",
  ].join("\n");
}
