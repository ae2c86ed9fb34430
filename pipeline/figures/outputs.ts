/** Everything that can be read of some results: figures, tables, findings, page. */
import type { Results } from "../study/results.ts";
import type { DrawnFigure, DrawOptions, Figure } from "./figure.ts";
import { findingsJson, findingsMarkdown } from "./findings_report.ts";
import { frontierTable } from "./frontier_table.ts";
import { csv, measurementTable } from "./measurement_table.ts";
import { FIGURES } from "./mod.ts";
import { OURS } from "./ours.ts";
import { page } from "./page.ts";
import { cacheTable, memoryTable } from "./memory_tables.ts";
import { tableCsv, tableMarkdown } from "./text_table.ts";

/** A file and its text. */
interface Output {
  readonly path: string;
  readonly text: string;
}

/** The figures of the paper and ours; a study without result files has none. */
export function drawnFigures(
  results: Results,
  options: DrawOptions = { intervals: false },
): DrawnFigure[] {
  if (results.measurements.length === 0) return [];
  const drawn = ({ name, title, draw }: Figure, number: number | null) => ({
    name,
    title,
    number,
    ...draw(results, options),
  });
  return [
    ...FIGURES.map((figure, at) => drawn(figure, at + 1)),
    ...OURS.map((figure) => drawn(figure, null)),
  ];
}

/** The text outputs of some results and their figures; those of a study without result files need none. */
export function outputsOf(
  results: Results,
  figures: readonly DrawnFigure[] = drawnFigures(results),
): Output[] {
  const frontier = frontierTable(results);
  const tables = [
    memoryTable(results),
    cacheTable(results),
    ...(frontier ? [frontier] : []),
  ];
  const files = [
    ...figures.map(({ name, svg }) => ({ path: `${name}.svg`, text: svg })),
    ...tables.flatMap((table) => [
      { path: `${table.name}.md`, text: tableMarkdown(table) },
      { path: `${table.name}.csv`, text: tableCsv(table) },
    ]),
    ...(results.measurements.length > 0
      ? [
        {
          path: "measurements.csv",
          text: csv(measurementTable(results.measurements)),
        },
        { path: "findings.md", text: findingsMarkdown(results) },
        { path: "findings.json", text: findingsJson(results) },
      ]
      : []),
  ];
  const paths = files.map(({ path }) => path);
  return [
    ...files,
    { path: "index.html", text: page(results, figures, tables, paths) },
  ];
}
