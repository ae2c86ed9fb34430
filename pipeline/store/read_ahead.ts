/** Reading a file of small records: a read costs more than its bytes. */
import type { OpenFile } from "./files.ts";

/** Bytes read at once, at least. */
const CHUNK = 1 << 20;

/** A file from where it stands on, read some way ahead. */
export function readAhead(file: Pick<OpenFile, "read">) {
  let bytes = new Uint8Array(CHUNK);
  let start = 0;
  let end = 0;
  return {
    /** The next bytes, seen and not taken; fewer where the file ends. */
    async peek(count: number): Promise<Uint8Array> {
      if (end - start < count) {
        const rest = bytes.subarray(start, end);
        if (count > bytes.length) bytes = new Uint8Array(count);
        bytes.set(rest);
        [start, end] = [0, rest.length];
        while (end < count) {
          const more = await file.read(bytes.subarray(end));
          if (more === null) break;
          end += more;
        }
      }
      return bytes.subarray(start, Math.min(end, start + count));
    },
    take(count: number): void {
      start += count;
    },
  };
}
