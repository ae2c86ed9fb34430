import { deepEqual, equal, throws } from "node:assert/strict";
import {
  readTable,
  rowSource,
  tableBytes,
} from "../../../pipeline/store/arrow.ts";
import { openSql } from "../../../pipeline/store/sql.ts";
import type { Column } from "../../../pipeline/study/column.ts";

const COLUMNS = [
  { name: "word", type: "text", nullable: true, meaning: "" },
  { name: "small", type: "uint8", meaning: "" },
  { name: "large", type: "int64", meaning: "" },
  { name: "share", type: "float64", nullable: true, meaning: "" },
  { name: "flag", type: "bool", meaning: "" },
] as const satisfies readonly Column[];

const ROWS = [
  { word: "b", small: 255, large: 2 ** 53 - 1, share: 0.1, flag: true },
  { word: null, small: 0, large: -1, share: null, flag: false },
  { word: "a", small: 7, large: 0, share: 1e-300, flag: true },
  { word: "b", small: 7, large: 5, share: -0, flag: false },
];

const tableOf = (rows: readonly typeof ROWS[number][]) =>
  readTable(
    tableBytes(COLUMNS, rowSource(COLUMNS, rows), {}),
    COLUMNS,
    "made here",
  );

const sql = await openSql();
sql.add("rows", tableOf(ROWS));

Deno.test("openSql() gives back every cell of a table, nulls and whole numbers up to 2^53", () => {
  deepEqual(sql.query("FROM rows"), ROWS);
});

Deno.test("openSql() counts, sums and groups into plain numbers", () => {
  deepEqual(
    sql.query(
      "SELECT word, count(*) AS rows, sum(small) AS total FROM rows GROUP BY word ORDER BY word NULLS LAST",
    ),
    [
      { word: "a", rows: 1, total: 7 },
      { word: "b", rows: 2, total: 262 },
      { word: null, rows: 1, total: 0 },
    ],
  );
});

Deno.test("openSql() refuses several statements, of which one result alone would be seen", () => {
  for (
    const text of [
      "SELECT 1 AS a; SELECT 2 AS a",
      "SELECT 'ü;' AS a; /* the second */ ; FROM rows",
      "; SELECT 1 AS a",
    ]
  ) {
    throws(() => sql.query(text), {
      name: "RangeError",
      message: "Cannot run the query: it holds several statements, give one",
    });
  }
});

Deno.test("openSql() takes a semicolon in a text, a name, a comment and at the end", () => {
  for (
    const text of [
      "SELECT ';' AS a; -- ; and so on",
      "SELECT $$;$$ AS a;;",
      "SELECT e';' AS a /* ; */",
    ]
  ) {
    deepEqual(sql.query(text), [{ a: ";" }]);
  }
  deepEqual(sql.query('SELECT 1 AS ";";'), [{ ";": 1 }]);
  deepEqual(sql.query("PIVOT (SELECT 'é' AS a, 2 AS b) ON a USING sum(b)"), [
    { é: 2 },
  ]);
});

Deno.test("openSql() takes a table without rows, and names that need quotes", () => {
  sql.add("sums/one-w16-full", tableOf([]));
  deepEqual(sql.query('SELECT count(*) AS n FROM "sums/one-w16-full"'), [
    { n: 0 },
  ]);
});

Deno.test("openSql() keeps tables of one database out of another", async () => {
  const other = await openSql();
  throws(() => other.query("FROM rows"), /^TypeError: Cannot run the query: /);
});

Deno.test("query() refuses nonsense with a TypeError that tells what DuckDB said", () => {
  throws(
    () => sql.query("SELECT nonsense FROM rows"),
    /^TypeError: Cannot run the query: .*nonsense/,
  );
  throws(() => sql.query("SELEC 1"), /^TypeError: Cannot run the query: /);
  equal(sql.query("SELECT 1 AS one")[0]!.one, 1);
});

Deno.test("query() reaches neither disk nor network nor extensions", () => {
  for (
    const query of [
      "FROM read_csv('deno.json')",
      "FROM 'data/nano/study.json'",
      "FROM read_text('deno.json')",
      "FROM read_parquet('https://example.org/x.parquet')",
      "COPY rows TO '.test-copied.csv'",
      "ATTACH '.test-attached.db'",
      "LOAD httpfs",
      "SET enable_external_access=true",
    ]
  ) {
    throws(() => sql.query(query), /^TypeError: Cannot run the query: /, query);
  }
});
