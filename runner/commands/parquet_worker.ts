/** Reads a Parquet file apart from the process that waits for it. */
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { ParquetAsk, ParquetReply } from "./parquet_rows.ts";

/** Most rows of a file. */
const MOST_ROWS = 1_000_000;

async function read({ bytes, columns }: ParquetAsk): Promise<ParquetReply> {
  const { buffer } = bytes;
  const { num_rows, schema } = parquetMetadata(buffer);
  if (num_rows > MOST_ROWS) {
    return { problem: `it has ${num_rows} rows, ${MOST_ROWS} are taken` };
  }
  const known = new Set(schema.map(({ name }) => name));
  const missing = columns.filter((name) => !known.has(name));
  if (missing.length > 0) {
    return {
      problem: `it has no column ${
        missing.join(", ")
      }, as details of lighteval 0.13 have`,
    };
  }
  const rows = await parquetReadObjects({
    file: buffer,
    compressors,
    columns: [...columns],
  });
  return { rows: rows.map(plain) };
}

/** 64-bit integers as numbers; those of a log are small. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, plain(each)]),
  );
}

self.onmessage = async ({ data }: MessageEvent<ParquetAsk>) => {
  const reply = await read(data).catch((): ParquetReply => ({
    problem: "it is damaged, or no Parquet file",
  }));
  self.postMessage(reply);
};
