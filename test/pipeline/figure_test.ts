import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { figure, outputs } from "../../pipeline/figure.ts";
import { results } from "../../pipeline/reproduce.ts";
import { readTable } from "../../pipeline/store/arrow.ts";
import {
  MEASUREMENT_COLUMNS,
  measurementRow,
  PER_PROBLEM_COLUMNS,
} from "../../pipeline/study/measurement.ts";
import { filesUnder } from "../fixtures/task.ts";
import {
  inTemporaryFolder,
  tinyJson,
  writeTinyDataSet,
} from "../fixtures/tiny.ts";

/** The rows of an Arrow output as plain objects, and what it says of its origin. */
function arrowOf(
  files: Map<string, Uint8Array | string>,
  name: string,
  columns: Parameters<typeof readTable>[1],
) {
  const table = readTable(files.get(name) as Uint8Array, columns, name);
  return {
    rows: table.toArray().map((row) => ({ ...row.toJSON() })),
    origin: Object.fromEntries(table.schema.metadata),
  };
}

Deno.test("outputs() holds every measurement and every problem of it, and says whose they are", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const found = await results(set);
    const files = outputs(found);
    const origin = {
      schema: "1",
      data_set: "tiny",
      kind: "measured",
      partial: "false",
    };
    const measured = arrowOf(files, "measurements.arrow", MEASUREMENT_COLUMNS);
    deepEqual(measured.rows, found.measurements.map(measurementRow));
    deepEqual(measured.origin, origin);

    const each = arrowOf(files, "per-problem.arrow", PER_PROBLEM_COLUMNS);
    deepEqual(each.origin, origin);
    // 2 models x 2 budgets x 2 groups x 3 problems.
    equal(each.rows.length, 24);
    deepEqual(each.rows[1], {
      benchmark: "sums",
      model: "one",
      weight_bits: 16,
      kv: "full",
      kv_size: null,
      budget: 8,
      group: 1,
      problem: "p-2",
      right_share: 1 / 4,
      missing_share: 0,
      accuracy: 1 / 4,
      matched_share: null,
    });
    const mean = (at: number) =>
      each.rows.slice(3 * at, 3 * at + 3)
        .reduce((sum, row) => sum + row.accuracy, 0) / 3;
    found.measurements.forEach(({ accuracy }, at) =>
      ok(Math.abs(mean(at) - accuracy) < 1e-15)
    );
  }));

Deno.test("outputs() of a study without result files are tables and the page only", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.writeTextFile(
      join(folder, "study.json"),
      JSON.stringify(tinyJson()),
    );
    const names = [...outputs(await results(folder)).keys()];
    deepEqual(names.filter((name) => !/^table-\d\.(md|csv)$/.test(name)), [
      "index.html",
    ]);
    ok(names.length > 1);
  }));

Deno.test("figure() writes exactly what outputs() gives", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const found = await results(set);
    await figure(found, join(folder, "out"));
    const text = (content: Uint8Array | string) =>
      new TextDecoder("latin1").decode(
        typeof content === "string"
          ? new TextEncoder().encode(content)
          : content,
      );
    deepEqual(
      filesUnder(join(folder, "out")),
      new Map(
        [...outputs(found)].map(([name, content]) =>
          [name, text(content)] as const
        ).sort(([a], [b]) => a < b ? -1 : 1),
      ),
    );
  }));
