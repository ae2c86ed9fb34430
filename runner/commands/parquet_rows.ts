/** The rows of a Parquet file that may be damaged: read in a worker with a deadline, as some damage keeps a reader busy for ever. */
import type { Placed } from "../imported/foreign_log.ts";
import { refused } from "./foreign_json.ts";

/** What the worker is asked. */
export interface ParquetAsk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly columns: readonly string[];
}

/** What it answers. */
export type ParquetReply =
  | { readonly rows: readonly unknown[] }
  | { readonly problem: string };

/** Seconds that are given: some, and more for each MiB. */
const SECONDS = 60;
const SECONDS_PER_MIB = 1;

/** Columns of a Parquet file, row by row; TypeError naming a file that lacks one, is none, or is not read in time. */
export async function parquetRows(
  bytes: Uint8Array<ArrayBuffer>,
  columns: readonly string[],
  file: string,
  seconds = SECONDS + SECONDS_PER_MIB * bytes.length / 2 ** 20,
): Promise<Placed[]> {
  const worker = new Worker(new URL("./parquet_worker.ts", import.meta.url), {
    type: "module",
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const reply = await new Promise<ParquetReply>((resolve) => {
      timer = setTimeout(
        () => resolve({ problem: "it is damaged: reading it does not end" }),
        1000 * seconds,
      );
      worker.onerror = (event) => {
        event.preventDefault();
        resolve({ problem: "it is damaged, or no Parquet file" });
      };
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage({ bytes, columns } satisfies ParquetAsk);
    });
    if ("problem" in reply) throw refused(file, reply.problem);
    return reply.rows.map((value, at) => ({ place: `row ${at}`, value }));
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
