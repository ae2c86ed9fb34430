/** The page of a data set: one file that opens from disk, without network or script. */
import type { Results } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import type { PartOutcome, Ruling, VariantRulings } from "../study/ruling.ts";
import {
  estimateSaid,
  RULING_MEANINGS,
  SIMULATED_WARNING,
} from "./findings_report.ts";
import { origin } from "./origin.ts";
import { missingAnswers, rarePercent } from "./missing_answers.ts";
import { STYLE_SHEET } from "./page_style.ts";
import { provenance } from "./provenance.ts";
import { escaped } from "./svg.ts";
import type { TextTable } from "./text_table.ts";

/** A figure as the page shows it. */
interface ShownFigure {
  readonly name: string;
  readonly title: string;
  readonly svg: string;
  readonly caption: string;
}

/** Styles stand in the page; nothing is fetched and nothing runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const number = (name: string) => name.replace(/^\D*0*/, "");

/** The page as HTML. */
export function page(
  results: Results,
  figures: readonly ShownFigure[],
  tables: readonly TextTable[],
  appendix: readonly TextTable[] = [],
): string {
  const { study, dataSet, measurements, rulings } = results;
  const measured = measurements.length > 0;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(study.title)}</title>
<style>
${STYLE_SHEET}</style>
</head>
<body>
<header>
<h1>${escaped(study.title)}</h1>
<p>${escaped(origin(results))}.</p>
${
    study.kind === "simulated"
      ? `<p class="warning">${escaped(SIMULATED_WARNING)}</p>\n`
      : ""
  }${contents(results, figures, tables)}</header>
<main>
${
    measured
      ? rulings.length > 0 ? findings(results) : ""
      : `<p>There are no result files yet: only what needs none is here.</p>\n`
  }${figures.map(figure).join("")}${tables.map(table).join("")}${
    remarks(study)
  }${measured ? data(results, appendix) : ""}${provenance(results)}</main>
<footer><p>Data set ${escaped(dataSet)}; made by notallbits.</p></footer>
</body>
</html>
`;
}

function contents(
  { study, measurements }: Results,
  figures: readonly ShownFigure[],
  tables: readonly TextTable[],
): string {
  const measured = measurements.length > 0;
  const link = (id: string, text: string) => `<a href="#${id}">${text}</a>`;
  const links = [
    ...(measured ? [link("findings", "Findings")] : []),
    ...figures.map(({ name }) => link(name, `Figure ${number(name)}`)),
    ...tables.map(({ name }) =>
      link(name, number(name) ? `Table ${number(name)}` : "Frontier")
    ),
    ...(study.remarks ? [link("remarks", "Remarks")] : []),
    ...(measured ? [link("data", "Data")] : []),
    link("provenance", "Provenance"),
  ];
  return `<nav>${links.join(" ")}</nav>\n`;
}

function remarks({ remarks = [] }: Study): string {
  if (remarks.length === 0) return "";
  return `<section id="remarks">
<h2>Where the source of the study contradicts itself</h2>
<dl>
${
    remarks.map(({ id, point, here }) =>
      `<dt>${escaped(id)}: ${escaped(point)}</dt><dd>Here: ${
        escaped(here)
      }</dd>\n`
    ).join("")
  }</dl>
</section>
`;
}

function findings({ rulings, variants }: Results): string {
  const part = ({ part, statement, outcome, because }: PartOutcome) =>
    `<li>(${escaped(part)}) ${escaped(statement)} <b>${escaped(outcome)}</b>: ${
      escaped(because)
    }</li>\n`;
  const parts = (list: readonly PartOutcome[], summary: string) =>
    list.length === 0
      ? ""
      : `<details><summary>${summary}</summary><ul>\n${
        list.map(part).join("")
      }</ul></details>\n`;
  return `<section id="findings">
<h2>Findings</h2>
${
    rulings.map((ruling) => {
      const { finding, claim, says, because, adjustedP } = ruling;
      const p = adjustedP === null
        ? ""
        : `, adjusted p ${adjustedP.toFixed(3)}`;
      return `<article>
<h3>Finding ${number(finding)}: <span class="${
        says.replace(" ", "-")
      }">${says}</span>${p}</h3>
<p>${escaped(claim)}</p>
<p>${escaped(because)}.</p>
${
        ruling.estimates.map((estimate) =>
          `<p>${escaped(estimateSaid(estimate))}</p>\n`
        ).join("")
      }${parts(ruling.parts, "Its parts")}${
        parts(ruling.sensitivity, "Beside it, without a vote")
      }</article>
`;
    }).join("")
  }${
    variantTable(rulings, variants)
  }<details><summary>What the five rulings mean</summary><dl>
${
    Object.entries(RULING_MEANINGS).map(([says, means]) =>
      `<dt>${says}</dt><dd>${escaped(means)}</dd>\n`
    ).join("")
  }</dl></details>
</section>
`;
}

function variantTable(
  rulings: readonly Ruling[],
  variants: readonly VariantRulings[],
): string {
  if (variants.length === 0) return "";
  const row = (tag: string, cells: readonly string[]) =>
    `<tr>${
      cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")
    }</tr>\n`;
  return `<details><summary>The same under other choices</summary>
<div class="wide"><table class="words">
${row("th", ["Choice", ...rulings.map(({ finding }) => number(finding))])}${
    row("td", ["as the study says", ...rulings.map(({ says }) => says)])
  }${
    variants.map(({ statement, says }) =>
      row("td", [
        statement,
        ...rulings.map(({ finding }) => says[finding] ?? "–"),
      ])
    ).join("")
  }</table></div>
</details>
`;
}

function figure({ name, title, svg, caption }: ShownFigure): string {
  return `<figure id="${name}">
${svg.trim()}
<figcaption><b>Figure ${number(name)}. ${escaped(title)}.</b> ${
    escaped(caption)
  } <a href="${name}.svg">SVG</a></figcaption>
</figure>
`;
}

function table({ name, title, columns, rows, note }: TextTable): string {
  return `<section id="${name}">
<h2>${escaped(title)}</h2>
${grid(columns.map(([, meaning]) => meaning), rows)}<p>${
    escaped(note)
  } <a href="${name}.csv">CSV</a></p>
</section>
`;
}

function grid(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = (tag: string, list: readonly string[]) =>
    list.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("");
  return `<div class="wide"><table>
<thead><tr>${cells("th", heads)}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells("td", row)}</tr>\n`).join("")}</tbody>
</table></div>
`;
}

function data(
  { measurements }: Results,
  appendix: readonly TextTable[],
): string {
  const missing = missingAnswers(measurements).map((
    { run, none, unreadable },
  ) => [run, rarePercent(none), rarePercent(unreadable)]);
  return `<section id="data">
<h2>Data</h2>
<ul>
<li><a href="measurements.csv">measurements.csv</a>: every scenario with accuracy, intervals and bytes</li>
<li><a href="findings.json">findings.json</a>: rulings and their parts</li>
${
    appendix.map(({ name, title }) =>
      `<li><a href="${name}.md">${name}.md</a> and <a href="${name}.csv">.csv</a>: ${
        escaped(title)
      }</li>\n`
    ).join("")
  }<li><code>measurements.arrow</code> and <code>per-problem.arrow</code>: made by <code>deno task reproduce</code></li>
</ul>
<details><summary>Generations without a readable answer, by run</summary>
<p>They count as not right and do not vote; measurements.csv has both kinds together, as missing_share.</p>
${grid(["Run", "No answer sent", "Answer unreadable"], missing)}</details>
</section>
`;
}
