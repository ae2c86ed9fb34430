/** The report on power: how many problems the findings need in a world that follows the paper. */
import {
  markdownTable,
  RULES_CHANGED,
  seedsText,
  shareText,
  shortName,
} from "./report.ts";
import { countOf, togetherOf, type Tried } from "./trial.ts";

/** Share of worlds in which a finding that is true should be supported. */
export const WANTED = 0.8;

/** The fewest problems from which on a finding is supported in enough worlds; null: not even the most are enough. */
export function problemsNeeded(
  trials: readonly Tried[],
  finding: string,
): number | null {
  return needed(trials, (tried) => countOf(tried, finding, "supported"));
}

/** The same of all findings at once. */
export function problemsNeededForAll(trials: readonly Tried[]): number | null {
  return needed(trials, togetherOf);
}

function needed(
  trials: readonly Tried[],
  supported: (tried: Tried) => number,
): number | null {
  const rising = trials.toSorted((a, b) =>
    a.trial.problems.math - b.trial.problems.math
  );
  const short = rising.findLastIndex((tried) =>
    supported(tried) < WANTED * tried.trial.worlds
  );
  return rising[short + 1]?.trial.problems.math ?? null;
}

/** What the power was tried on. */
export interface PowerTrials {
  /** Rising numbers of problems, as many samples as the study has. */
  readonly axis: readonly Tried[];
  /** Other numbers of samples. */
  readonly ofSamples: readonly Tried[];
  /** The same on seeds nobody had looked at. */
  readonly again: readonly Tried[];
}

const samplesOf = ({ trial: { study } }: Tried) => study.samples.full;

/** The power as a page in Markdown, beside its figure. */
export function powerReport(
  { axis, ofSamples, again }: PowerTrials,
  figure: string,
): string {
  const { findings } = axis[0]!;
  return [
    "# Power",
    "",
    "How often each finding is *supported* in a simulated world built to follow the",
    "paper (P+), by the number of AIME-like problems; knowledge stays at 198 questions.",
    "Past 30 the list of difficulties begins again with fresh draws. Nothing here is",
    "measured: it says how many problems the paper's claims need if they are true the",
    "way our generator has them. In brackets exact 95 % bounds (Clopper-Pearson).",
    `\`deno task power ${
      optionsText(axis, ofSamples, again)
    } --write\` makes this page.`,
    "",
    ...RULES_CHANGED,
    "",
    `## ${samplesOf(axis[0]!)} samples a problem with the full cache`,
    "",
    `![Share of worlds that support each finding, by the number of problems](${figure})`,
    "",
    sharesByProblems(axis),
    "",
    ...findings.map((finding) =>
      neededText(shortName(finding), problemsNeeded(axis, finding))
    ),
    neededText("All six together", problemsNeededForAll(axis)),
    "",
    ...(again.length === 0 ? [] : [
      "## Again on seeds nobody had looked at",
      "",
      "The same trials on worlds drawn once, after the rules had taken their last form.",
      "",
      sharesByProblems(again),
      "",
    ]),
    ...(ofSamples.length === 0 ? [] : [
      "## Other numbers of samples",
      "",
      "A compressed cache keeps its 8 samples; groups larger than the samples are left out.",
      "",
      markdownTable(
        ["samples", "problems", "worlds", ...findings.map(shortName), "all"],
        [...ofSamples, ...axis.filter(isBeside(ofSamples))].toSorted((a, b) =>
          a.trial.problems.math - b.trial.problems.math ||
          samplesOf(a) - samplesOf(b)
        ).map((each) => [
          `${samplesOf(each)}`,
          `${each.trial.problems.math}`,
          ...shares(each),
        ]),
      ),
      "",
    ]),
  ].join("\n");
}

/** Whether a trial has as many problems as one of those. */
const isBeside = (those: readonly Tried[]) => ({ trial }: Tried) =>
  those.some((each) => each.trial.problems.math === trial.problems.math);

/** The options of the task that draws these trials. */
function optionsText(
  axis: readonly Tried[],
  others: readonly Tried[],
  again: readonly Tried[],
): string {
  const list = (values: readonly number[]) => [...new Set(values)].join(",");
  const problems = ({ trial }: Tried) => trial.problems.math;
  const worlds = axis.map(({ trial }) => trial.worlds);
  return [
    `--problems ${list(axis.map(problems))}`,
    `--worlds ${new Set(worlds).size === 1 ? worlds[0] : worlds.join(",")}`,
    `--samples ${list(others.map(samplesOf)) || 0}`,
    ...(others.length > 0
      ? [`--samples-at ${list(others.map(problems))}`]
      : []),
    `--again ${list(again.map(problems)) || 0}`,
  ].join(" ");
}

function sharesByProblems(trials: readonly Tried[]): string {
  return markdownTable(
    ["problems", "worlds", ...trials[0]!.findings.map(shortName), "all"],
    trials.map((each) => [`${each.trial.problems.math}`, ...shares(each)]),
  );
}

/** The worlds of a trial, and the share of them that supports each finding, and all. */
function shares(tried: Tried): string[] {
  const { trial, findings } = tried;
  return [
    `${trial.worlds}, ${seedsText(trial)}`,
    ...findings.map((finding) =>
      shareText(countOf(tried, finding, "supported"), trial.worlds)
    ),
    shareText(togetherOf(tried), trial.worlds),
  ];
}

function neededText(name: string, needed: number | null): string {
  return needed === null
    ? `- ${name} reaches ${100 * WANTED} % nowhere here.`
    : `- ${name} reaches ${100 * WANTED} % from ${needed} problems on.`;
}
