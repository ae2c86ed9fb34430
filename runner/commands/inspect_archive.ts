/** The archives inspect_ai logs to: ZIP, its members JSON, packed with zstd, or with deflate by older versions. */
import { Buffer } from "node:buffer";
import { inflateRawSync, zstdDecompressSync } from "node:zlib";
import CRC32 from "crc-32";
import { fromBufferPromise } from "yauzl";
import type { Placed } from "../imported/foreign_log.ts";
import { samplePlace } from "../imported/inspect.ts";
import { json, refused } from "./foreign_json.ts";

/** Most bytes of a member, and of all together. */
const MOST_MEMBER_BYTES = 64 * 2 ** 20;
const MOST_UNPACKED_BYTES = 2 ** 30;

/** Whether bytes are an archive. */
export const isZip = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** What a log of inspect_ai consists of. */
export interface InspectParts {
  readonly header: unknown;
  readonly samples: readonly Placed[];
}

/** What we use of an entry of yauzl. */
interface ZipEntry {
  readonly fileName: string;
  readonly compressionMethod: number;
  readonly uncompressedSize: number;
  readonly crc32: number;
}

/** The members of an `.eval` archive that hold its header and samples; the last of a name is the one that counts. */
export async function inspectArchive(
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
  { fileName, compressionMethod, uncompressedSize, crc32 }: ZipEntry,
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
  if (CRC32.buf(content) >>> 0 !== crc32) {
    throw refused(file, `${fileName} is damaged: its CRC-32 differs`);
  }
  return content;
}
