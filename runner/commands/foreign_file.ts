/** Reads the logs other tools leave. */
import { Buffer } from "node:buffer";
import { inflateRawSync, zstdDecompressSync } from "node:zlib";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { fromBufferPromise } from "yauzl";
import { unreadable } from "../../pipeline/store/data_set.ts";
import { sha256 } from "../../pipeline/store/manifest.ts";
import type { Tool } from "../../pipeline/study/imported.ts";
import type { ForeignLog, Placed } from "../imported/foreign_log.ts";
import { inspectLog, samplePlace } from "../imported/inspect.ts";
import { LIGHTEVAL_COLUMNS, lightevalLog } from "../imported/lighteval.ts";
import { lmEvalLog } from "../imported/lm_eval.ts";

/** Most bytes of a log, of a member of an archive, and of all members together. */
const MOST_BYTES = 256 * 2 ** 20;
const MOST_MEMBER_BYTES = 64 * 2 ** 20;
const MOST_UNPACKED_BYTES = 2 ** 30;
/** Most rows of a Parquet file. */
const MOST_ROWS = 1_000_000;

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

function refused(file: string, why: string, cause?: unknown): TypeError {
  return new TypeError(`Cannot import ${file}: ${why}`, { cause });
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
      return lightevalLog(await parquetRows(bytes, file), file);
    case "inspect": {
      const { header, samples } = isZip(bytes)
        ? await inspectArchive(bytes, file)
        : inspectJson(bytes, file);
      return inspectLog(header, samples, file);
    }
  }
}

function json(bytes: Uint8Array, place: string, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    // What the parser says may repeat the text it stumbled over.
    throw refused(file, `${place} is no JSON`, cause);
  }
}

const NEWLINE = 10;

function jsonLines(bytes: Uint8Array, file: string): Placed[] {
  const lines: Placed[] = [];
  for (let from = 0, number = 1; from < bytes.length; number++) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    const place = `line ${number}`;
    const line = bytes.subarray(from, to);
    if (line.some((byte) => byte > 32)) {
      lines.push({ place, value: json(line, place, file) });
    }
    from = to + 1;
  }
  return lines;
}

async function parquetRows(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<Placed[]> {
  const { buffer } = bytes;
  try {
    const { num_rows, schema } = parquetMetadata(buffer);
    if (num_rows > MOST_ROWS) {
      throw refused(file, `it has ${num_rows} rows, ${MOST_ROWS} are taken`);
    }
    const columns = new Set(schema.map(({ name }) => name));
    const missing = LIGHTEVAL_COLUMNS.filter((name) => !columns.has(name));
    if (missing.length > 0) {
      throw refused(
        file,
        `it has no column ${
          missing.join(", ")
        }, as details of lighteval have from 0.10 on`,
      );
    }
    const rows = await parquetReadObjects({
      file: buffer,
      compressors,
      columns: LIGHTEVAL_COLUMNS,
    });
    return rows.map((row, at) => ({ place: `row ${at}`, value: plain(row) }));
  } catch (cause) {
    if (
      cause instanceof TypeError && cause.message.startsWith("Cannot import")
    ) {
      throw cause;
    }
    throw refused(file, "it is damaged, or no Parquet file", cause);
  }
}

/** Parquet's 64-bit integers as numbers; those of a log are small. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, plain(each)]),
  );
}

interface InspectParts {
  readonly header: unknown;
  readonly samples: readonly Placed[];
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

const isZip = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** What we use of an entry of yauzl. */
interface ZipEntry {
  readonly fileName: string;
  readonly compressionMethod: number;
  readonly uncompressedSize: number;
}

/** The members of an `.eval` archive that hold its header and samples; the last of a name is the one that counts. */
async function inspectArchive(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<InspectParts> {
  const members = new Map<string, unknown>();
  let unpacked = 0;
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer));
    for await (const entry of zip.eachEntry() as AsyncIterable<ZipEntry>) {
      const name = entry.fileName;
      if (name !== "header.json" && !/^samples\/.*\.json$/.test(name)) continue;
      const packed: Uint8Array[] = [];
      const stream = await zip.openReadStreamPromise(entry, {
        decodeFileData: false,
      });
      for await (const piece of stream) packed.push(piece);
      const content = unpackedMember(Buffer.concat(packed), entry, file);
      unpacked += content.length;
      if (unpacked > MOST_UNPACKED_BYTES) {
        throw refused(file, `it unpacks to over ${MOST_UNPACKED_BYTES} bytes`);
      }
      members.set(name, json(content, name, file));
    }
  } catch (cause) {
    if (
      cause instanceof TypeError && cause.message.startsWith("Cannot import")
    ) {
      throw cause;
    }
    throw refused(file, `it is a damaged archive: ${(cause as Error).message}`);
  }
  const header = members.get("header.json");
  if (header === undefined) {
    throw refused(file, "it has no header.json: the evaluation did not end");
  }
  members.delete("header.json");
  return {
    header,
    samples: [...members].map(([name, value]) => ({
      place: samplePlace(value, name),
      value,
    })),
  };
}

function unpackedMember(
  packed: Uint8Array,
  { fileName, compressionMethod, uncompressedSize }: ZipEntry,
  file: string,
): Uint8Array {
  const options = { maxOutputLength: MOST_MEMBER_BYTES };
  let content: Uint8Array;
  try {
    switch (compressionMethod) {
      case 0:
        content = packed;
        break;
      case 8:
        content = inflateRawSync(packed, options);
        break;
      case 93:
        content = zstdDecompressSync(packed, options);
        break;
      default:
        throw new RangeError(`its packing ${compressionMethod} is unknown`);
    }
  } catch (cause) {
    throw refused(
      file,
      `${fileName} does not unpack: ${(cause as Error).message}`,
      cause,
    );
  }
  if (content.length !== uncompressedSize) {
    throw refused(
      file,
      `${fileName} has ${content.length} bytes, the archive says ${uncompressedSize}`,
    );
  }
  return content;
}
