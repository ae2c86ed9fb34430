/** Reads the files benchmarks are downloaded as. */
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Row } from "../benchmarks/row.ts";

/** The rows of a .jsonl, .json, .csv or .parquet file; TypeError naming a file that is none, without its content. */
export async function downloadedRows(file: string): Promise<Row[]> {
  const kind = /\.(jsonl|json|csv|parquet)$/i.exec(file)?.[1]?.toLowerCase();
  if (kind === undefined) {
    throw new TypeError(
      `Cannot read ${file}: it is no .jsonl, .json, .csv or .parquet file`,
    );
  }
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await Deno.readFile(file);
  } catch (cause) {
    const missing = cause instanceof Deno.errors.NotFound;
    throw new TypeError(
      `Cannot read ${file}: ${
        missing ? "there is no such file" : (cause as Error).message
      }`,
      { cause },
    );
  }
  try {
    return await rowsOf(bytes, kind as "jsonl" | "json" | "csv" | "parquet");
  } catch {
    // What a parser says may repeat the text it stumbled over.
    throw new TypeError(
      `Cannot read ${file}: it is damaged, or no ${kind} file`,
    );
  }
}

async function rowsOf(
  bytes: Uint8Array<ArrayBuffer>,
  kind: "jsonl" | "json" | "csv" | "parquet",
): Promise<Row[]> {
  const text = () => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  switch (kind) {
    case "jsonl":
      return text().split("\n").filter((line) => line.trim() !== "")
        .map((line) => objectOf(JSON.parse(line)));
    case "json": {
      const whole = JSON.parse(text());
      return (Array.isArray(whole) ? whole : [whole]).map(objectOf);
    }
    case "csv":
      return parse(text(), { columns: true, bom: true });
    case "parquet":
      return await parquetReadObjects({ file: bytes.buffer, compressors });
  }
}

function objectOf(value: unknown): Row {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError("no object");
  }
  return value as Row;
}
