/** The page's section on the files beside it. */
import type { Results } from "../study/results.ts";
import { folded, htmlTable, section } from "./html.ts";
import { missingAnswers, rarePercent } from "./missing_answers.ts";
import { escaped } from "./svg.ts";

/** What files are, by their names; a name alone says what others are. */
const MEANINGS: Readonly<Record<string, string>> = {
  "measurements.csv": "every scenario with accuracy, intervals and bytes",
  "findings.md": "rulings, their parts and the other choices, as text",
  "findings.json": "the same as data",
};

/** A file beside the page, and what it is where its name alone says too little. */
export interface ShownFile {
  readonly path: string;
  readonly meaning: string | null;
}

/** Links to every file, and how many generations gave no answer. */
export function filesSection(
  { dataSet, measurements }: Results,
  files: readonly ShownFile[],
): string {
  const rest = files.filter(({ path }) => !path.endsWith(".svg"));
  const figures = files.filter(({ path }) => path.endsWith(".svg"));
  const link = ({ path }: ShownFile) =>
    `<a href="${escaped(path)}">${escaped(path)}</a>`;
  const item = (file: ShownFile) => {
    const meaning = MEANINGS[file.path] ?? file.meaning;
    return `<li>${link(file)}${meaning ? `: ${escaped(meaning)}` : ""}</li>\n`;
  };
  const made = measurements.length === 0
    ? ""
    : `<li>Figures as SVG: ${figures.map(link).join(", ")}</li>
<li>Not kept with the page but made by <code>deno task reproduce ${
      escaped(dataSet)
    } --png --pdf</code>: every figure as PNG and PDF, all with captions in <code>figures.pdf</code>, <code>measurements.arrow</code> and <code>per-problem.arrow</code></li>
`;
  return section(
    "files",
    "Files",
    `<ul>\n${rest.map(item).join("")}${made}</ul>\n${
      measurements.length === 0 ? "" : missing(measurements)
    }`,
  );
}

function missing(measurements: Results["measurements"]): string {
  const rows = missingAnswers(measurements).map((
    { run, none, unreadable },
  ) => [run, rarePercent(none), rarePercent(unreadable)]);
  return folded(
    "Generations without a readable answer, by run",
    `<p>They count as not right and do not vote; measurements.csv has both kinds together, as missing_share.</p>
${
      htmlTable(
        "Generations without a readable answer",
        ["Run", "No answer sent", "Answer unreadable"],
        rows,
      )
    }`,
  );
}
