/** The report on power: how many problems the findings need in a world that follows the paper. */
import { markdownTable, seedsText, shareText, shortName } from "./report.ts";
import { countOf, togetherOf, type Tried } from "./trial.ts";

/** Share of worlds in which a finding that is true should be supported. */
const WANTED = 0.8;

/** A trial of the paper-like world with so many samples. */
export interface PowerTrial {
  readonly tried: Tried;
  readonly samples: number;
}

/** The fewest problems from which on a finding is supported in enough worlds; null: not even the most are enough. */
export function problemsNeeded(
  trials: readonly Tried[],
  finding: string,
): number | null {
  const rising = trials.toSorted((a, b) =>
    a.trial.problems.math - b.trial.problems.math
  );
  const short = rising.findLastIndex((tried) =>
    countOf(tried, finding, "supported") < WANTED * tried.trial.worlds
  );
  return rising[short + 1]?.trial.problems.math ?? null;
}

/** The power as a page in Markdown. */
export function powerReport(trials: readonly PowerTrial[]): string {
  const { tried: { findings } } = trials[0]!;
  const bySamples = Map.groupBy(trials, ({ samples }) => samples);
  return [
    "# Power",
    "",
    "How often each finding is *supported* in a simulated world built to follow the",
    "paper (P+), by the number of AIME-like problems; knowledge stays at 198 questions.",
    "Past 30 the list of difficulties begins again with fresh draws. Nothing here is",
    "measured: it says how many problems the paper's claims need if they are true the",
    "way our generator has them. In brackets exact 95 % bounds (Clopper-Pearson).",
    "`deno task power --write` makes this page.",
    "",
    ...[...bySamples].flatMap(([samples, group]) => [
      `## ${samples} samples a problem with the full cache`,
      "",
      markdownTable(
        ["problems", "worlds", ...findings.map(shortName), "all"],
        group.map(({ tried }) => [
          `${tried.trial.problems.math}`,
          `${tried.trial.worlds}, ${seedsText(tried.trial)}`,
          ...findings.map((finding) =>
            shareText(
              countOf(tried, finding, "supported"),
              tried.trial.worlds,
            )
          ),
          shareText(togetherOf(tried), tried.trial.worlds),
        ]),
      ),
      "",
      ...findings.map((finding) =>
        neededText(group.map(({ tried }) => tried), finding)
      ),
      "",
    ]),
  ].join("\n");
}

function neededText(trials: readonly Tried[], finding: string): string {
  const needed = problemsNeeded(trials, finding);
  return needed === null
    ? `- ${shortName(finding)} reaches ${100 * WANTED} % nowhere here.`
    : `- ${shortName(finding)} reaches ${
      100 * WANTED
    } % from ${needed} problems on.`;
}
