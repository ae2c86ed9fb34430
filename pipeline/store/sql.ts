/** Door to DuckDB: SQL over tables held in memory, without network, disk or extensions. */
import * as duckdb from "@duckdb/duckdb-wasm/blocking";
import { type Table, tableToIPC } from "apache-arrow";
import { fileURLToPath } from "node:url";

/** A database with our tables in it. */
export interface Sql {
  /** Adds a table; refuses when DuckDB did not take every row. */
  readonly add: (name: string, table: Table) => void;
  /** The rows a query gives; refuses several statements at once, which would show the first one's only. */
  readonly query: (sql: string) => Record<string, unknown>[];
}

/** DuckDB's token type of operators and punctuation. */
const OPERATOR = 3;
const SEMICOLON = ";".charCodeAt(0);

/** Whether a statement follows another, told by the tokens: a semicolon may stand in a text, a name or a comment. */
function isSeveral(db: duckdb.DuckDBBindings, sql: string): boolean {
  const bytes = new TextEncoder().encode(sql);
  const { offsets, types } = db.tokenize(sql);
  const ends = offsets.map((at, i) =>
    types[i] === OPERATOR && bytes[at] === SEMICOLON
  );
  const first = ends.indexOf(true);
  return first >= 0 && ends.lastIndexOf(false) > first;
}

function bundle(name: string) {
  const wasm = import.meta.resolve(
    `@duckdb/duckdb-wasm/dist/duckdb-${name}.wasm`,
  );
  return { mainModule: fileURLToPath(wasm), mainWorker: "" };
}

/** An empty database; takes about a second. */
export async function openSql(): Promise<Sql> {
  const eh = bundle("eh");
  const db = await duckdb.createDuckDB(
    { mvp: eh, eh },
    new duckdb.VoidLogger(),
    duckdb.NODE_RUNTIME,
  );
  await db.instantiate(() => {});
  db.open({
    query: { castBigIntToDouble: true, castDecimalToDouble: true } as never,
  });
  const run = (sql: string): Record<string, unknown>[] => {
    const connection = db.connect();
    try {
      return connection.query(sql).toArray().map((row) => row.toJSON());
    } catch (cause) {
      throw new TypeError(`Cannot run the query: ${(cause as Error).message}`, {
        cause,
      });
    } finally {
      connection.close();
    }
  };
  // Without these a missing extension is looked for on the network, for ever.
  run("SET autoload_known_extensions=false");
  run("SET enable_external_access=false");
  return {
    add(name, table) {
      // One whole stream on a connection of its own: DuckDB drops bad input without a word.
      const connection = db.connect();
      connection.insertArrowFromIPCStream(tableToIPC(table, "stream"), {
        name,
        create: true,
      });
      connection.close();
      const [row] = run(`SELECT count(*)::INTEGER AS rows FROM "${name}"`);
      if (row?.rows !== table.numRows) {
        throw new TypeError(
          `Cannot load ${name} into DuckDB: ${row?.rows} rows instead of ${table.numRows}`,
        );
      }
    },
    query(sql) {
      if (isSeveral(db, sql)) {
        throw new RangeError(
          "Cannot run the query: it holds several statements, give one",
        );
      }
      return run(sql);
    },
  };
}
