/** Everything that can be read of some results: figures, tables, findings, page. */
import type { Results } from "../study/results.ts";
import { findingsJson, findingsMarkdown } from "./findings_report.ts";
import { constraintsTable } from "./constraints_table.ts";
import { dominatedTable } from "./dominated_table.ts";
import { envelopeTable } from "./envelope_table.ts";
import { frontierTable } from "./frontier_table.ts";
import { csv, measurementTable } from "./measurement_table.ts";
import { FIGURES } from "./mod.ts";
import { page } from "./page.ts";
import { cacheTable, memoryTable } from "./memory_tables.ts";
import { pairsTable } from "./pairs_table.ts";
import { tableCsv, tableMarkdown, type TextTable } from "./text_table.ts";
import { votesTable } from "./votes_table.ts";

/** A file and its text. */
interface Output {
  readonly path: string;
  readonly text: string;
}

/** The text outputs of some results; those of a study without result files need none. */
export function outputsOf(results: Results): Output[] {
  const drawn = (tables: readonly (TextTable | null)[]) =>
    tables.filter((table) => table !== null);
  const tables = drawn([
    memoryTable(results),
    cacheTable(results),
    frontierTable(results),
  ]);
  const appendix = drawn([
    dominatedTable(results),
    envelopeTable(results),
    pairsTable(results),
    votesTable(results),
    constraintsTable(results),
  ]);
  const measured = results.measurements.length > 0;
  const figures = measured
    ? FIGURES.map(({ name, title, draw }) => ({
      name,
      title,
      ...draw(results),
    }))
    : [];
  return [
    ...figures.map(({ name, svg }) => ({ path: `${name}.svg`, text: svg })),
    ...[...tables, ...appendix].flatMap((table) => [
      { path: `${table.name}.md`, text: tableMarkdown(table) },
      { path: `${table.name}.csv`, text: tableCsv(table) },
    ]),
    ...(measured
      ? [
        {
          path: "measurements.csv",
          text: csv(measurementTable(results.measurements)),
        },
        { path: "findings.md", text: findingsMarkdown(results) },
        { path: "findings.json", text: findingsJson(results) },
      ]
      : []),
    { path: "index.html", text: page(results, figures, tables, appendix) },
  ];
}
