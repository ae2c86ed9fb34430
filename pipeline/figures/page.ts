/** The page of a data set: one file that opens from disk, without network or script. */
import { kvName } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import type { PartOutcome, Ruling } from "../study/ruling.ts";
import type { RunMetadata } from "../study/run.ts";
import { RULING_MEANINGS, SIMULATED_WARNING } from "./findings_report.ts";
import { origin } from "./frame.ts";
import { STYLE_SHEET } from "./page_style.ts";
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

/** Digits shown of a digest; the whole stands in the result file. */
const DIGITS = 12;

const number = (name: string) => name.replace(/^\D*0*/, "");

/** The page as HTML. */
export function page(
  results: Results,
  figures: readonly ShownFigure[],
  tables: readonly TextTable[],
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
  }${contents(figures, tables, measured)}</header>
<main>
${
    measured
      ? rulings.length > 0 ? findings(rulings) : ""
      : `<p>There are no result files yet: only what needs none is here.</p>\n`
  }${figures.map(figure).join("")}${tables.map(table).join("")}${
    measured ? data() : ""
  }${provenance(results)}</main>
<footer><p>Data set ${escaped(dataSet)}; made by notallbits.</p></footer>
</body>
</html>
`;
}

function contents(
  figures: readonly ShownFigure[],
  tables: readonly TextTable[],
  measured: boolean,
): string {
  const link = (id: string, text: string) => `<a href="#${id}">${text}</a>`;
  const links = [
    ...(measured ? [link("findings", "Findings")] : []),
    ...figures.map(({ name }) => link(name, `Figure ${number(name)}`)),
    ...tables.map(({ name }) => link(name, `Table ${number(name)}`)),
    ...(measured ? [link("data", "Data")] : []),
    link("provenance", "Provenance"),
  ];
  return `<nav>${links.join(" ")}</nav>\n`;
}

function findings(rulings: readonly Ruling[]): string {
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
${parts(ruling.parts, "Its parts")}${
        parts(ruling.sensitivity, "Beside it, without a vote")
      }</article>
`;
    }).join("")
  }<details><summary>What the five rulings mean</summary><dl>
${
    Object.entries(RULING_MEANINGS).map(([says, means]) =>
      `<dt>${says}</dt><dd>${escaped(means)}</dd>\n`
    ).join("")
  }</dl></details>
</section>
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
  const cells = (tag: string, list: readonly string[]) =>
    list.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("");
  return `<section id="${name}">
<h2>${escaped(title)}</h2>
<div class="wide"><table>
<thead><tr>${cells("th", columns.map(([, meaning]) => meaning))}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells("td", row)}</tr>\n`).join("")}</tbody>
</table></div>
<p>${escaped(note)} <a href="${name}.csv">CSV</a></p>
</section>
`;
}

function data(): string {
  return `<section id="data">
<h2>Data</h2>
<ul>
<li><a href="measurements.csv">measurements.csv</a>: every scenario with accuracy, intervals and bytes</li>
<li><a href="findings.json">findings.json</a>: rulings and their parts</li>
<li><code>measurements.arrow</code> and <code>per-problem.arrow</code>: made by <code>deno task reproduce</code></li>
</ul>
</section>
`;
}

function provenance({ provenance, study }: Results): string {
  const rows = provenance.length > 0
    ? provenance.map(provenanceRow).join("")
    : "";
  const { sampling, forcing } = study;
  return `<section id="provenance">
<h2>Provenance</h2>
<p>Temperature ${sampling.temperature}, top-p ${sampling.topP}, top-k ${sampling.topK}, study seed ${sampling.seed}; thinking is held to its token budget with “${
    escaped(forcing.waitText)
  }”, the answer has at most ${forcing.answerTokens} tokens.</p>
${
    rows
      ? `<div class="wide"><table class="words">
<thead><tr><th>Run</th><th>Engine</th><th>Machine</th><th>Weights</th><th>Settings</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>
`
      : ""
  }</section>
`;
}

function provenanceRow(run: RunMetadata): string {
  const machines = run.machines.map(({ gpu, driver, cpu }) =>
    [gpu, driver && `driver ${driver}`, cpu].filter(Boolean).join(", ")
  );
  const { source, digest } = run.weights;
  const settings = Object.entries(run.flags).map(([name, value]) =>
    `${name} ${value}`
  ).join(", ");
  return `<tr>${
    [
      `${run.benchmark}/${run.model}-w${run.weightBits}-${kvName(run.kv)}`,
      `${run.engine} ${run.engineVersion}`,
      machines.join("; ") || "not said",
      `${source}${digest ? `, SHA-256 ${digest.slice(0, DIGITS)}…` : ""}`,
    ].map((text) => `<td>${escaped(text)}</td>`).join("")
  }<td><details><summary>${Object.keys(run.flags).length} settings</summary>${
    escaped(settings)
  }</details></td></tr>\n`;
}
