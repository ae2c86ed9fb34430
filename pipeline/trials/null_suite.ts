/** The report of the null suite: findings in worlds in which they are false. */
import { clopperPearson } from "../statistics/clopper_pearson.ts";
import {
  markdownTable,
  RULES_CHANGED,
  seedsText,
  shortName,
} from "./report.ts";
import { countOf, type Tried } from "./trial.ts";

/** A finding may be supported in so large a share of the worlds in which it is false. */
const ALLOWED = 0.05;

/** A finding in a world in which it is false. */
export interface NullCell {
  readonly world: string;
  readonly problems: number;
  readonly finding: string;
  readonly supported: number;
  /** Worlds, or permutations. */
  readonly worlds: number;
  /** Exact upper bound of the share, 97.5 % sure. */
  readonly upper: number;
}

/** Every finding in every world that refutes it. */
export function nullCells(tried: readonly Tried[]): NullCell[] {
  return tried.flatMap((each) =>
    each.findings.filter((finding) => each.world.refutes.includes(finding))
      .map((finding) => {
        const supported = countOf(each, finding, "supported");
        return {
          world: each.world.name,
          problems: each.trial.problems.math,
          finding,
          supported,
          worlds: each.fates.length,
          upper: clopperPearson(supported, each.fates.length).upper,
        };
      })
  );
}

/** The cells in which a finding is supported too often. */
export function tooOften(tried: readonly Tried[]): NullCell[] {
  return nullCells(tried).filter(({ supported, worlds }) =>
    supported > ALLOWED * worlds
  );
}

/** Everything the suite tries, by what is false in it and why. */
export interface Suite {
  readonly nulls: readonly Tried[];
  readonly permuted: readonly Tried[];
  readonly switched: readonly Tried[];
}

/** The suite as a page in Markdown; trials of the same number of problems share a table. */
export function nullSuiteReport(
  { nulls, permuted, switched }: Suite,
): string {
  const all = [...nulls, ...permuted, ...switched];
  const bad = tooOften(all);
  const cells = nullCells(all);
  return [
    "# The null suite",
    "",
    "Simulated worlds in which we know which findings are false, on the paper's grid",
    "and memory table, ruled on as a data set is: 1,000 joint resamples, Holm over six.",
    "Nothing here is measured. A cell is the number of worlds in which a finding is",
    "*supported*; in bold where it is false and must not be, with i where it was",
    "*insufficient*, which is never a pass. This page is what comes of",
    `\`deno task null-suite ${optionsText(nulls, permuted)} --write\`.`,
    "",
    ...RULES_CHANGED,
    "",
    ...section("Null worlds", nulls),
    ...section("Names mixed up in the world that follows the paper", permuted),
    ...section("Specificity: one effect switched off at a time", switched),
    "## What it says",
    "",
    bad.length === 0
      ? `In none of the ${cells.length} cells in bold a finding is supported in more than ${
        100 * ALLOWED
      } % of the worlds.`
      : `In ${bad.length} of the ${cells.length} cells in bold a finding is supported in more than ${
        100 * ALLOWED
      } % of the worlds: ${bad.map(cellText).join("; ")}.`,
    "",
    ...boundLines(cells),
    "",
  ].join("\n");
}

/** The options of the task that draws these trials. */
function optionsText(
  nulls: readonly Tried[],
  permuted: readonly Tried[],
): string {
  const bySize = (tried: readonly Tried[]) =>
    new Map(
      tried.map(({ trial, fates }) => [trial.problems.math, fates.length]),
    );
  const sizes = bySize(nulls);
  const times = bySize(permuted);
  const list = (values: Iterable<number>) => [...values].join(",");
  return `--problems ${list(sizes.keys())} --worlds ${list(sizes.values())}` +
    ` --permutations ${
      list([...sizes.keys()].map((of) => times.get(of) ?? 0))
    }`;
}

function section(title: string, tried: readonly Tried[]): string[] {
  const byProblems = Map.groupBy(tried, ({ trial }) => trial.problems.math);
  return [...byProblems].flatMap(([problems, group]) => {
    const { trial, findings } = group[0]!;
    return [
      `## ${title}, ${problems} problems`,
      "",
      `${trial.worlds} worlds each, ${seedsText(trial)}${
        trial.permutations === undefined
          ? ""
          : `, each ${trial.permutations} times: ${
            group[0]!.fates.length
          } orders of names`
      }.`,
      "",
      markdownTable(
        ["world", "what is true", ...findings.map(shortName)],
        group.map((each) => [
          each.world.name,
          each.world.idea,
          ...findings.map((finding) => supportedText(each, finding)),
        ]),
        2,
      ),
      "",
    ];
  });
}

function supportedText(tried: Tried, finding: string): string {
  const supported = `${countOf(tried, finding, "supported")}`;
  const open = countOf(tried, finding, "insufficient");
  const text = open > 0 ? `${supported}, ${open} i` : supported;
  return tried.world.refutes.includes(finding) ? `**${text}**` : text;
}

const cellText = (
  { world, problems, finding, supported, worlds }: NullCell,
) =>
  `${
    shortName(finding)
  } in ${world} at ${problems} problems, ${supported} of ${worlds}`;

/** How far the truth may be off, by the number of worlds. */
function boundLines(cells: readonly NullCell[]): string[] {
  return [...new Set(cells.map(({ worlds }) => worlds))].map((worlds) =>
    `- 0 of ${worlds} worlds leave a true share of at most ${
      (100 * clopperPearson(0, worlds).upper).toFixed(1)
    } % possible (Clopper-Pearson, 97.5 % sure): one cell alone does ${
      clopperPearson(0, worlds).upper > ALLOWED ? "not " : ""
    }show that it stays below ${100 * ALLOWED} %.`
  );
}

/** The fates of the specificity matrix, one letter a finding: s supported, n not, i insufficient. */
export function specificityFixture(switched: readonly Tried[]) {
  const { trial, findings } = switched[0]!;
  return {
    problems: trial.problems,
    firstSeed: trial.firstSeed,
    findings,
    worlds: Object.fromEntries(
      switched.map(({ world, fates }) => [
        world.name,
        fates.map((each) => each.map((fate) => fate[0]!).join("")),
      ]),
    ),
  };
}
