/** DuckDB in the browser, over measurements held in memory; loaded when the first question is asked. */
import { tableFromArrays, tableToIPC } from "apache-arrow";
// The pipeline's copy: 140 MB are installed once.
// @ts-types="./duckdb.d.ts"
import * as duckdb from "../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs";
import {
  MEASUREMENT_COLUMNS,
  measurementRow,
} from "../../pipeline/study/measurement.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";

const wasm = new URL(
  "../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
  import.meta.url,
);
const script = new URL(
  "../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js",
  import.meta.url,
);

let opened: Promise<duckdb.AsyncDuckDB> | null = null;

async function open(): Promise<duckdb.AsyncDuckDB> {
  const db = new duckdb.AsyncDuckDB(
    new duckdb.VoidLogger(),
    new Worker(script),
  );
  await db.instantiate(wasm.href);
  await db.open({
    query: { castBigIntToDouble: true, castDecimalToDouble: true },
  });
  const connection = await db.connect();
  // Without these a missing extension is looked for on the network.
  await connection.query("SET autoload_known_extensions=false");
  await connection.query("SET enable_external_access=false");
  await connection.close();
  return db;
}

/** The rows a query gives on a table `measurements`. */
export async function query(
  measurements: readonly Measurement[],
  sql: string,
): Promise<Record<string, unknown>[]> {
  const db = await (opened ??= open());
  const connection = await db.connect();
  try {
    const rows = measurements.map(measurementRow);
    const table = tableFromArrays(
      Object.fromEntries(
        MEASUREMENT_COLUMNS.map((
          { name },
        ) => [name, rows.map((row) => row[name as keyof typeof row])]),
      ),
    );
    await connection.query("DROP TABLE IF EXISTS measurements");
    await connection.insertArrowFromIPCStream(tableToIPC(table, "stream"), {
      name: "measurements",
      create: true,
    });
    const found = await connection.query(sql);
    return found.toArray().map((row) => row.toJSON());
  } finally {
    await connection.close();
  }
}
