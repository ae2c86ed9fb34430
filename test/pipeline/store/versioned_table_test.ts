import { deepEqual, throws } from "node:assert/strict";
import * as arrow from "apache-arrow";
import { rowSource, tableBytes } from "../../../pipeline/store/arrow.ts";
import { refuseNulls } from "../../../pipeline/store/empty_rows.ts";
import { readVersioned } from "../../../pipeline/store/versioned_table.ts";
import type { DataProblems } from "../../../pipeline/study/data_problems.ts";

const COLUMNS = [
  { name: "count", type: "int32", meaning: "" },
  { name: "share", type: "float64", nullable: true, meaning: "" },
] as const;

/** A file whose columns say what they allow, with or without an empty count. */
const bytesOf = (schema: string, count: number | null = 1) => {
  const columns = count === null
    ? COLUMNS.map((column) => ({ ...column, nullable: true as const }))
    : COLUMNS;
  const rows = [{ count: 1, share: null }, { count, share: 0.5 }];
  return tableBytes(columns, rowSource(columns, rows), { schema });
};

Deno.test("readVersioned() takes the version it knows, and refuses another and a missing value", () => {
  deepEqual(
    readVersioned(bytesOf("3"), COLUMNS, 3, "f").toArray().map((row) =>
      row.toJSON()
    ),
    [{ count: 1, share: null }, { count: 1, share: 0.5 }],
  );
  throws(() => readVersioned(bytesOf("2"), COLUMNS, 3, "f"), {
    name: "TypeError",
    message: "Cannot read f: its schema is 2, not 3",
  });
  throws(
    () => readVersioned(bytesOf("3", null), COLUMNS, 3, "f"),
    /^DataProblems: Cannot read f: 1 problem\n {2}- f, row 1: column count has no value$/,
  );
});

Deno.test("refuseNulls() counts rows over all chunks, bit by bit from where each begins", () => {
  const some = (nulls: readonly number[], length: number) =>
    arrow.vectorFromArray(
      Array.from({ length }, (_, i) => nulls.includes(i) ? null : i),
      new arrow.Int32(),
    );
  const whole = some([3, 9, 10], 20);
  const chunks = [some([], 4), whole.slice(9, 20), some([2], 3)];
  const vector = new arrow.Vector(chunks.flatMap(({ data }) => data));
  const said: unknown[] = [];
  try {
    refuseNulls(
      new arrow.Table({ count: vector, share: vector }),
      COLUMNS,
      "f",
    );
  } catch (error) {
    said.push(...(error as DataProblems).problems.map(({ row }) => row));
  }
  // Of the second chunk rows 0 and 1, behind 4; of the third row 2, behind 15.
  deepEqual(said, [4, 5, 17]);
  refuseNulls(new arrow.Table({ count: some([], 9) }), [COLUMNS[0]], "f");
});
