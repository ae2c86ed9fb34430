/** Findings in words and as data. */
import { memorySaid } from "../study/memory_said.ts";
import type { Results } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import type { Estimated, PartOutcome, Ruling } from "../study/ruling.ts";
import { kindWarning } from "./kind_warning.ts";
import { inertMarkdown } from "./markdown.ts";
import { origin } from "./origin.ts";

/** What the five rulings mean, printed beside them. */
export const RULING_MEANINGS: Readonly<Record<Ruling["says"], string>> = {
  "supported":
    "it holds in the data and in so many joint resamples of the problems that chance is an unlikely reason (Holm-adjusted p < 0.05)",
  "point only":
    "it holds in the data, but other problems could well have said otherwise",
  "undecided": "it fails in the data, but other problems could have held it",
  "contradicted": "it fails in the data and in at least 95 % of the resamples",
  "insufficient":
    "the data cannot decide it: too few comparisons, or the study claims no number for it",
};

const probability = (p: number | null) => (p === null ? "–" : p.toFixed(3));

function partLine(
  { part, statement, outcome, because }: PartOutcome,
): string {
  return `- (${part}) ${statement} **${outcome}**: ${because}`;
}

/** An estimate in words: "the size: 4.19 GiB (95 % of resamples: 3.8 to 5.7)". */
export function estimateSaid(
  { statement, unit, value, lower, upper }: Estimated,
): string {
  const said = (numbers: number[]) =>
    unit === "GiB"
      ? memorySaid(numbers, " to ")
      : `${numbers.map((each) => each.toPrecision(3)).join(" to ")} ${unit}`;
  return `${statement}: ${said([value])} (95 % of the resamples: ${
    said([lower, upper])
  }).`;
}

/** The findings as Markdown. */
export function findingsMarkdown(results: Results): string {
  const { rulings, study } = results;
  return inertMarkdown([
    `# Findings: ${study.title}`,
    "",
    `${origin(results)}.`,
    ...kindWarning(study).flatMap((warning) => ["", warning]),
    "",
    ...rulings.flatMap((ruling) => [
      `## ${ruling.finding}: ${ruling.says}`,
      "",
      ruling.claim,
      "",
      `${ruling.because}. p ${probability(ruling.p)}, adjusted ${
        probability(ruling.adjustedP)
      }.`,
      "",
      ...ruling.parts.map(partLine),
      ...ruling.estimates.map((estimate) => `- ${estimateSaid(estimate)}`),
      ...(ruling.sensitivity.length > 0
        ? ["", "Beside it, without a vote:", ""]
        : []),
      ...ruling.sensitivity.map(partLine),
      "",
    ]),
    ...variantsMarkdown(results),
    ...remarksMarkdown(study),
    "## The five rulings",
    "",
    ...Object.entries(RULING_MEANINGS).map(([says, means]) =>
      `- *${says}*: ${means}`
    ),
    "",
  ].join("\n"));
}

function variantsMarkdown({ rulings, variants }: Results): string[] {
  if (variants.length === 0) return [];
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    "## The same under other choices",
    "",
    row(["choice", ...rulings.map(({ finding }) => finding)]),
    row(["---", ...rulings.map(() => "---")]),
    row(["as the study says", ...rulings.map(({ says }) => says)]),
    ...variants.map(({ statement, says }) =>
      row([statement, ...rulings.map(({ finding }) => says[finding] ?? "–")])
    ),
    "",
    ...variants.flatMap(({ statement, inFull }) =>
      inFull.flatMap((ruling) => [
        `### ${statement}: ${ruling.finding} ${ruling.says}`,
        "",
        `${ruling.because}.`,
        "",
        ...[...ruling.parts, ...ruling.sensitivity].map(partLine),
        "",
      ])
    ),
  ];
}

function remarksMarkdown({ remarks = [] }: Study): string[] {
  if (remarks.length === 0) return [];
  return [
    "## Where the source of the study contradicts itself",
    "",
    ...remarks.map(({ id, point, here }) =>
      `- ${id}: ${point} *Here:* ${here}`
    ),
    "",
  ];
}

/** The findings as JSON. */
export function findingsJson(
  { dataSet, study, partial, rulings, variants }: Results,
): string {
  return `${
    JSON.stringify(
      {
        schema: 1,
        dataSet,
        title: study.title,
        kind: study.kind,
        partial,
        findings: rulings,
        variants,
      },
      null,
      2,
    )
  }\n`;
}
