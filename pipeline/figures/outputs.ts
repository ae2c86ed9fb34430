/** Everything that can be read of some results: figures, tables, findings, page. */
import type { Results } from "../study/results.ts";
import { anchorsTable } from "./anchors_table.ts";
import type { DrawnFigure, DrawOptions, Figure } from "./figure.ts";
import { findingsJson, findingsMarkdown } from "./findings_report.ts";
import { countedTable } from "./counted_table.ts";
import { constraintsTable } from "./constraints_table.ts";
import { dominatedTable } from "./dominated_table.ts";
import { envelopeTable } from "./envelope_table.ts";
import { fitTable } from "./fit_table.ts";
import { frontierTable } from "./frontier_table.ts";
import { latencyModelFigure } from "./latency_model_figure.ts";
import { latencyModelTable } from "./latency_model_table.ts";
import { measurementsCsv } from "./measurements_csv.ts";
import { FIGURES } from "./mod.ts";
import { OURS } from "./ours.ts";
import { page } from "./page.ts";
import { cacheTable, memoryTable } from "./memory_tables.ts";
import { pairsTable } from "./pairs_table.ts";
import { tableCsv, tableMarkdown, type TextTable } from "./text_table.ts";
import { speedTable } from "./speed_table.ts";
import { votesTable } from "./votes_table.ts";

/** A file and its text. */
interface Output {
  readonly path: string;
  readonly text: string;
}

/** The figures of the paper and ours; a study without result files has those of its timings. */
export function drawnFigures(
  results: Results,
  options: DrawOptions = { intervals: false },
): DrawnFigure[] {
  const drawn = (
    { name, title, draw }: Figure,
    label: string | null,
  ): DrawnFigure => ({ name, title, label, ...draw(results, options) });
  if (results.measurements.length === 0) {
    return results.steps.length > 0 ? [drawn(latencyModelFigure, null)] : [];
  }
  return [
    ...FIGURES.flatMap((figure, at) => [
      drawn(figure, `Figure ${at + 1}`),
      ...(figure.lent?.(results, options) ?? []).map(({ of, ...drawing }) => ({
        title: figure.title,
        label: `Figure ${at + 1}, ${of}`,
        ...drawing,
      })),
    ]),
    ...OURS.map((figure) => drawn(figure, null)),
  ];
}

/** The text outputs of some results and their figures; those of a study without result files need none. */
export function outputsOf(
  results: Results,
  figures: readonly DrawnFigure[] = drawnFigures(results),
): Output[] {
  const drawn = (tables: readonly (TextTable | null)[]) =>
    tables.filter((table) => table !== null);
  const tables = drawn([
    memoryTable(results),
    cacheTable(results),
    countedTable(results),
    speedTable(results),
    fitTable(results),
    latencyModelTable(results),
    anchorsTable(results),
    frontierTable(results),
  ]);
  const appendix = drawn([
    dominatedTable(results),
    envelopeTable(results),
    pairsTable(results),
    votesTable(results),
    constraintsTable(results),
  ]);
  const files = [
    ...figures.map(({ name, svg }) => ({ path: `${name}.svg`, text: svg })),
    ...[...tables, ...appendix].flatMap((table) => [
      { path: `${table.name}.md`, text: tableMarkdown(table) },
      { path: `${table.name}.csv`, text: tableCsv(table) },
    ]),
    ...(results.measurements.length > 0
      ? [
        {
          path: "measurements.csv",
          text: measurementsCsv(results.measurements),
        },
        { path: "findings.md", text: findingsMarkdown(results) },
        { path: "findings.json", text: findingsJson(results) },
      ]
      : []),
  ];
  const meanings = new Map(
    appendix.map(({ name, title }) => [`${name}.md`, title]),
  );
  const shown = files.map(({ path }) => ({
    path,
    meaning: meanings.get(path) ?? null,
  }));
  return [
    ...files,
    { path: "index.html", text: page(results, figures, tables, shown) },
  ];
}
