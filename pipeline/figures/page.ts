/** The page of a data set: one file that opens from disk, without network or script. */
import type { Results } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import { htmlTable, section } from "./html.ts";
import { kindWarning } from "./kind_warning.ts";
import { origin } from "./origin.ts";
import type { DrawnFigure } from "./figure.ts";
import { filesSection, type ShownFile } from "./page_files.ts";
import { findingsSection } from "./page_findings.ts";
import { STYLE_SHEET } from "./page_style.ts";
import { provenance } from "./provenance.ts";
import { escaped } from "./svg.ts";
import type { TextTable } from "./text_table.ts";

/** Styles stand in the page; nothing is fetched and nothing runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The figure that the section on findings shows. */
const GLANCE = "glance";

/** A page around a body, as every page of ours is. */
export function html(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
${STYLE_SHEET}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
${body}</body>
</html>
`;
}

/** The page as HTML, with links to the files beside it. */
export function page(
  results: Results,
  figures: readonly DrawnFigure[],
  tables: readonly TextTable[],
  files: readonly ShownFile[],
): string {
  const { study, dataSet, measurements, rulings } = results;
  const ofPaper = figures.filter(({ label }) => label !== null);
  const glance = figures.filter(({ name }) => name === GLANCE);
  const ours = figures.filter(({ label, name }) =>
    label === null && name !== GLANCE
  );
  const parts = [
    rulings.length > 0
      ? findingsSection(results, glance.map(figure).join(""))
      : "",
    ofPaper.length > 0
      ? section("figures", "Figures", ofPaper.map(figure).join(""))
      : "",
    ours.length > 0
      ? section("beyond", "Beyond the paper", ours.map(figure).join(""))
      : "",
    ...tables.map(table),
    remarks(study),
    filesSection(results, files),
    provenance(results),
  ];
  return html(
    study.title,
    `<header>
<p><a href="../index.html">All data sets</a></p>
<h1>${escaped(study.title)}</h1>
<p>${escaped(origin(results))}.</p>
${warned(kindWarning(study))}${
      measurements.length > 0
        ? ""
        : `<p>There are no result files yet: only what needs none is here.</p>\n`
    }${contents(results, ofPaper, ours, tables)}</header>
<main id="content" tabindex="-1">
${parts.join("")}</main>
<footer><p>Data set ${escaped(dataSet)}; made by notallbits.</p></footer>
`,
  );
}

/** Warnings as paragraphs. */
export function warned(warnings: readonly string[]): string {
  return warnings.map((text) => `<p class="warning">${escaped(text)}</p>\n`)
    .join("");
}

function contents(
  { study, rulings }: Results,
  ofPaper: readonly DrawnFigure[],
  ours: readonly DrawnFigure[],
  tables: readonly TextTable[],
): string {
  const link = (id: string, text: string) =>
    `<li><a href="#${id}">${escaped(text)}</a></li>\n`;
  return `<nav aria-label="Contents"><ul>
${
    [
      ...(rulings.length > 0 ? [link("findings", "Findings")] : []),
      ...ofPaper.map(({ name, label }) => link(name, label!)),
      ...ours.map(({ name, title }) => link(name, title)),
      ...tables.map(({ name, title }) => link(name, shortTitle(title))),
      ...(study.remarks ? [link("remarks", "Remarks")] : []),
      link("files", "Files"),
      link("provenance", "Provenance"),
    ].join("")
  }</ul></nav>
`;
}

/** "Table 1" of "Table 1. Memory of ..."; a title without its brackets. */
function shortTitle(title: string): string {
  return /^Table \d+/.exec(title)?.[0] ?? title.replace(/ \(.*\)$/, "");
}

function remarks({ remarks = [] }: Study): string {
  if (remarks.length === 0) return "";
  return section(
    "remarks",
    "Where the source of the study contradicts itself",
    `<dl>
${
      remarks.map(({ id, point, here }) =>
        `<dt>${escaped(id)}: ${escaped(point)}</dt><dd>Here: ${
          escaped(here)
        }</dd>\n`
      ).join("")
    }</dl>
`,
  );
}

function figure({ name, title, label, svg, caption }: DrawnFigure): string {
  const named = `${label === null ? "" : `${label}. `}${title}.`;
  return `<figure id="${name}">
${svg.trim()}
<figcaption><b>${escaped(named)}</b> ${
    escaped(caption)
  } <a href="${name}.svg">SVG<span class="unseen"> of ${
    escaped(named.replace(/\.$/, ""))
  }</span></a></figcaption>
</figure>
`;
}

function table({ name, title, columns, rows, note }: TextTable): string {
  return section(
    name,
    title,
    `${htmlTable(title, columns.map(([, meaning]) => meaning), rows)}<p>${
      escaped(note)
    } <a href="${name}.csv">CSV<span class="unseen"> of ${
      escaped(title)
    }</span></a></p>
`,
  );
}
