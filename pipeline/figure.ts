/** Results -> pictures, tables, page. */
import { outputsOf } from "./figures/outputs.ts";
import { type Formats, pictures } from "./figures/pictures.ts";
import { rowSource, tableBytes } from "./store/arrow.ts";
import { writeOutputs } from "./store/outputs.ts";
import { readRendering } from "./store/rendering.ts";
import {
  MEASUREMENT_COLUMNS,
  measurementRow,
  PER_PROBLEM_COLUMNS,
  perProblemRows,
} from "./study/measurement.ts";
import type { Results } from "./study/results.ts";

/** Everything `reproduce` makes of some results, by file name. */
export function outputs(results: Results): Map<string, Uint8Array | string> {
  const files = new Map<string, Uint8Array | string>(
    outputsOf(results).map(({ path, text }) => [path, text]),
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
  formats: Formats = { png: false, pdf: false },
): Promise<void> {
  const files = outputs(results);
  if (formats.png || formats.pdf) {
    const more = await pictures(files, formats, await readRendering());
    for (const [name, content] of more) files.set(name, content);
  }
  await writeOutputs(folder, files);
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

function perProblemArrow(results: Results): Uint8Array {
  const rows = results.measurements.flatMap((m) =>
    perProblemRows(m, results.problems[m.benchmark.name] ?? [])
  );
  return tableBytes(
    PER_PROBLEM_COLUMNS,
    rowSource(PER_PROBLEM_COLUMNS, rows),
    origin(results),
  );
}
