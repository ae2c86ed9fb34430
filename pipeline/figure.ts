/** Results -> pictures, tables, page. */
import type { DrawnFigure, DrawOptions } from "./figures/figure.ts";
import { drawnFigures, outputsOf } from "./figures/outputs.ts";
import { overview } from "./figures/overview.ts";
import { makePictures } from "./figures/picture_makers.ts";
import { type Formats, pictures } from "./figures/pictures.ts";
import { rowSource, tableBytes } from "./store/arrow.ts";
import {
  intactPictures,
  pictureList,
  publishedSets,
  writeOutputs,
  writeOverview,
} from "./store/outputs.ts";
import { readRendering, RENDERING_PROGRAMS } from "./store/rendering.ts";
import {
  MEASUREMENT_COLUMNS,
  measurementRow,
  PER_PROBLEM_COLUMNS,
  perProblemRows,
} from "./study/measurement.ts";
import type { Results } from "./study/results.ts";

/** Everything `reproduce` makes of some results unasked, by file name. */
export function outputs(
  results: Results,
  figures: readonly DrawnFigure[] = drawnFigures(results),
): Map<string, Uint8Array | string> {
  const files = new Map<string, Uint8Array | string>(
    outputsOf(results, figures).map(({ path, text }) => [path, text]),
  );
  if (results.measurements.length > 0) {
    files.set("measurements.arrow", measurementsArrow(results));
    files.set("per-problem.arrow", perProblemArrow(results));
  }
  return files;
}

/** Draws everything, then writes it: until then the folder stays as it was. */
export async function figure(
  results: Results,
  folder: string,
  { png = false, pdf = false, intervals = false }: Partial<
    Formats & DrawOptions
  > = {},
): Promise<void> {
  const figures = drawnFigures(results, { intervals });
  const files = outputs(results, figures);
  const kept = await addPictures(files, figures, folder, { png, pdf });
  await writeOutputs(folder, files, kept);
}

/** Writes the page that leads to the pages of all data sets, from what stands in their folders. */
export async function figureOverview(folder: string): Promise<void> {
  await writeOverview(folder, overview(await publishedSets(folder)));
}

/** Adds the pictures asked for to the files; those the folder has already, of the same figures, are kept as they are. Gives the names of these. */
async function addPictures(
  files: Map<string, Uint8Array | string>,
  figures: readonly DrawnFigure[],
  folder: string,
  formats: Formats,
): Promise<Set<string>> {
  const possible = pictures(figures, RENDERING_PROGRAMS);
  const there = await intactPictures(folder);
  const kept = possible.flatMap(({ name, source }) => {
    const picture = there.get(name);
    return picture?.source === source ? [picture] : [];
  });
  const names = new Set(kept.map(({ name }) => name));
  const missing = possible.filter(({ name, format }) =>
    formats[format] && !names.has(name)
  );
  const made = new Map<string, { source: string; content: Uint8Array }>();
  if (missing.length > 0) {
    const contents = await makePictures(missing, await readRendering());
    for (const { name, source } of missing) {
      made.set(name, { source, content: contents.get(name)! });
    }
  }
  for (const [name, { content }] of made) files.set(name, content);
  if (made.size + kept.length > 0) {
    const [name, text] = pictureList(made, kept);
    files.set(name, text);
  }
  return names;
}

function origin({ dataSet, study: { kind }, partial }: Results) {
  return { schema: "1", data_set: dataSet, kind, partial: String(partial) };
}

/** The bytes of `measurements.arrow`. */
export function measurementsArrow(results: Results): Uint8Array {
  const rows = results.measurements.map(measurementRow);
  return tableBytes(
    MEASUREMENT_COLUMNS,
    rowSource(MEASUREMENT_COLUMNS, rows),
    origin(results),
  );
}

/** The bytes of `per-problem.arrow`. */
export function perProblemArrow(results: Results): Uint8Array {
  const rows = results.measurements.flatMap((m) =>
    perProblemRows(m, results.problems[m.benchmark.name] ?? [])
  );
  return tableBytes(
    PER_PROBLEM_COLUMNS,
    rowSource(PER_PROBLEM_COLUMNS, rows),
    origin(results),
  );
}
