/** Reads the logs other tools leave. */
import { unreadable } from "../../pipeline/store/data_set.ts";
import { sha256 } from "../../pipeline/store/sha256.ts";
import type { Tool } from "../../pipeline/study/imported.ts";
import type { ForeignLog } from "../imported/foreign_log.ts";
import { inspectLog, samplePlace } from "../imported/inspect.ts";
import { LIGHTEVAL_COLUMNS, lightevalLog } from "../imported/lighteval.ts";
import { lmEvalLog } from "../imported/lm_eval.ts";
import { json, jsonLines, refused } from "./foreign_json.ts";
import { parquetRows } from "./parquet_rows.ts";
import { inspectArchive, type InspectParts, isZip } from "./inspect_archive.ts";

/** Most bytes of a log. */
const MOST_BYTES = 256 * 2 ** 20;

/** A log and the digest of its file. */
export interface ReadLog {
  readonly log: ForeignLog;
  readonly sha256: string;
}

/** Reads a log of a tool; TypeError or DataProblems naming the file and the place in it. */
export async function readLog(tool: Tool, file: string): Promise<ReadLog> {
  const bytes = await bytesOf(file);
  return { log: await parsed(tool, bytes, file), sha256: sha256(bytes) };
}

async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await Deno.stat(file);
    if (size > MOST_BYTES) {
      throw refused(
        file,
        `it has ${size} bytes, ${MOST_BYTES} are taken at most`,
      );
    }
    return await Deno.readFile(file);
  } catch (cause) {
    const why = unreadable(cause);
    throw why === null ? cause : refused(file, why, cause);
  }
}

async function parsed(
  tool: Tool,
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<ForeignLog> {
  switch (tool) {
    case "lm-eval":
      return lmEvalLog(jsonLines(bytes, file), file);
    case "lighteval":
      return lightevalLog(
        await parquetRows(bytes, LIGHTEVAL_COLUMNS, file),
        file,
      );
    case "inspect": {
      const { header, samples } = isZip(bytes)
        ? await inspectArchive(bytes, file)
        : inspectJson(bytes, file);
      return inspectLog(header, samples, file);
    }
  }
}

function inspectJson(bytes: Uint8Array, file: string): InspectParts {
  const header = json(bytes, "it", file);
  const { samples } = (header ?? {}) as { samples?: unknown };
  if (!Array.isArray(samples)) throw refused(file, "it has no samples");
  return {
    header,
    samples: samples.map((value, at) => ({
      place: samplePlace(value, `samples.${at}`),
      value,
    })),
  };
}
