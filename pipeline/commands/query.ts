/** `deno task query`: SQL over measurements and result files. */
import { basename } from "node:path";
import { measurementsArrow } from "../figure.ts";
import { results } from "../reproduce.ts";
import { readTable } from "../store/arrow.ts";
import { readManifest, readSealed } from "../store/manifest.ts";
import { openSql, type Sql } from "../store/sql.ts";
import { GENERATION_COLUMNS } from "../study/generation.ts";
import { kvName } from "../study/kv_strategy.ts";
import { MEASUREMENT_COLUMNS } from "../study/measurement.ts";
import { plannedRuns, runFile } from "../study/run.ts";
import { visible } from "../study/visible.ts";
import { runCommand, UsageError } from "./command.ts";
import { DATA, dataSetFolders } from "./data_set_folders.ts";

const HELP = `
deno task query "SQL" [--set name] [--partial] [--json]

Asks DuckDB about one data set (the first under ${DATA}/ with result files, or
--set). Tables:
  measurements   the columns of measurements.csv
  "benchmark/model-wBITS-KV"   each result file, under its name without .arrow
  generations    all result files, with benchmark, model, weight_bits and kv
                 (full, rkv-2048: as in the files' names)

  deno task query "SELECT model, budget, accuracy FROM measurements WHERE \\"group\\" = 1"
  deno task query "SELECT model, avg(waits) FROM generations GROUP BY model" --set nano
`;

await runCommand({
  help: HELP,
  options: {
    set: { type: "string" },
    partial: { type: "boolean" },
    json: { type: "boolean" },
  },
  run: async ({ values, positionals }) => {
    const [sql, ...more] = positionals;
    if (sql === undefined) throw new UsageError("Give a query");
    if (more.length > 0) throw new UsageError("Give one query, in quotes");
    const folder = await setToAsk(values.set);
    const database = await openSql();
    await load(database, folder, values.partial);
    const rows = database.query(sql);
    if (values.json) console.log(JSON.stringify(rows, null, 2));
    else if (rows.length === 0) console.log("no rows");
    else console.table(rows.map(visibleRow));
    return 0;
  },
});

/** A row whose texts may be printed. */
function visibleRow(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map((
      [name, cell],
    ) => [visible(name), typeof cell === "string" ? visible(cell) : cell]),
  );
}

async function setToAsk(named: string | undefined): Promise<string> {
  for (
    const folder of await dataSetFolders(named === undefined ? [] : [named])
  ) {
    const manifest = await readManifest(folder);
    if (manifest?.files.some(({ path }) => path.includes("/"))) return folder;
  }
  throw new RangeError(
    `Cannot query ${named ?? DATA}: there are no sealed result files`,
  );
}

async function load(
  database: Sql,
  folder: string,
  partial = false,
): Promise<void> {
  const found = await results(folder, { partial });
  const manifest = (await readManifest(folder))!;
  const measured = readTable(
    measurementsArrow(found),
    MEASUREMENT_COLUMNS,
    basename(folder),
  );
  database.add("measurements", measured);
  const parts: string[] = [];
  for (const run of plannedRuns(found.study)) {
    const path = runFile(run);
    if (!manifest.files.some((entry) => entry.path === path)) continue;
    const name = path.replace(/\.arrow$/, "");
    const table = readTable(
      readSealed(folder, manifest, path),
      GENERATION_COLUMNS,
      path,
    );
    database.add(name, table);
    parts.push(
      `SELECT '${run.benchmark.name}' AS benchmark, '${run.model.name}' AS model, ` +
        `${run.bits} AS weight_bits, '${
          kvName(run.kv)
        }' AS kv, * FROM "${name}"`,
    );
  }
  database.query(`CREATE VIEW generations AS ${parts.join(" UNION ALL ")}`);
}
