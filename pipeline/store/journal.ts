/**
 * Append-only journals, one per run and writer.
 *
 * A journal is a sequence of records: uint32 length of the payload and uint32
 * CRC32C of the payload, both little-endian, then the payload, one JSON object.
 * The first record is the header. A record is acknowledged once it is synced;
 * records that wait together share one write and one sync, so that thousands a
 * second cost some tens of syncs.
 */
import CRC32C from "crc-32/crc32c.js";
import { dirname } from "./paths.ts";
import { type Files, onDisk, type OpenFile, writeWhole } from "./files.ts";
import { readAhead } from "./read_ahead.ts";

const HEAD = 8;
const JSON_BYTES = new TextEncoder();

/** What a journal was begun with. */
export interface JournalHeader {
  readonly kind: "header";
  readonly schema: 1;
  readonly run: string;
  /** SHA-256 of the JSON text of `settings`. */
  readonly digest: string;
  /** Everything that must not change while the journal grows. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Takes the records after the header one by one, in the order written. */
type Visit = (record: unknown) => void;

/** Sees the header before any record, and says what takes the records. */
type Begin = (header: JournalHeader) => Visit;

/** A journal held for writing. */
interface Journal {
  /** Bytes of an unfinished last record that were cut off on opening. */
  readonly cut: number;
  /** Resolves once the record is on disk; after a failure nothing is taken any more. */
  readonly append: (record: unknown) => Promise<void>;
  /** Waits for what was appended, and lets go of the file. */
  readonly close: () => Promise<void>;
}

/** What appending needs of a file. */
type Sink = Pick<OpenFile, "write" | "sync">;

/** A record as it stands in the file. */
export function framed(record: unknown): Uint8Array {
  const payload = JSON_BYTES.encode(JSON.stringify(record));
  const bytes = new Uint8Array(HEAD + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, CRC32C.buf(payload) >>> 0, true);
  bytes.set(payload, HEAD);
  return bytes;
}

/** The payload of the whole record that starts at an offset, or null. */
function payloadAt(bytes: Uint8Array, offset: number): Uint8Array | null {
  if (offset + HEAD > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = view.getUint32(offset, true);
  const end = offset + HEAD + length;
  if (length === 0 || end > bytes.length) return null;
  const payload = bytes.subarray(offset + HEAD, end);
  return CRC32C.buf(payload) >>> 0 === view.getUint32(offset + 4, true)
    ? payload
    : null;
}

/**
 * Appends records to a file, those that wait together with one sync. Each
 * promise resolves after the sync that covers its record; once a write or sync
 * has failed, every promise rejects, for the file's end is then unknown.
 */
export function appender(file: Sink, path: string) {
  let waiting: { bytes: Uint8Array; done: PromiseWithResolvers<void> }[] = [];
  let writing: Promise<void> | null = null;
  let failure: Error | null = null;

  async function commit(batch: typeof waiting): Promise<void> {
    const bytes = new Uint8Array(
      batch.reduce((sum, each) => sum + each.bytes.length, 0),
    );
    let end = 0;
    for (const each of batch) {
      bytes.set(each.bytes, end);
      end += each.bytes.length;
    }
    await writeWhole(file, bytes);
    await file.sync();
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (failure) throw failure;
        await commit(batch);
        for (const { done } of batch) done.resolve();
      } catch (cause) {
        failure ??= new Error(
          `Cannot write ${path}: ${(cause as Error).message}`,
          { cause },
        );
        for (const { done } of batch) done.reject(failure);
      }
    }
    writing = null;
  }

  return {
    append(record: unknown): Promise<void> {
      const done = Promise.withResolvers<void>();
      waiting.push({ bytes: framed(record), done });
      writing ??= Promise.resolve().then(drain);
      return done.promise;
    },
    idle: (): Promise<void> => writing ?? Promise.resolve(),
  };
}

const TEXT = new TextDecoder();

/**
 * Visits every whole record with its offset, some of the file in memory at a
 * time, and gives the offset after the last. What follows it is an unfinished
 * record, unless a whole one comes later: then the file is damaged, a TypeError.
 */
async function scan(
  file: OpenFile,
  path: string,
  visit: (record: unknown, offset: number) => void,
): Promise<number> {
  const size = await file.size();
  const reader = readAhead(file);
  for (let offset = 0;;) {
    const head = await reader.peek(HEAD);
    const length = head.length < HEAD
      ? 0
      : new DataView(head.buffer, head.byteOffset).getUint32(0, true);
    const whole = length > 0 && offset + HEAD + length <= size;
    const payload = whole
      ? payloadAt(await reader.peek(HEAD + length), 0)
      : null;
    if (!payload) {
      const rest = await reader.peek(size - offset);
      for (let at = 1; at + HEAD < rest.length; at++) {
        if (payloadAt(rest, at)) throw damaged(path, offset);
      }
      return offset;
    }
    let record: unknown;
    try {
      record = JSON.parse(TEXT.decode(payload));
    } catch {
      throw damaged(path, offset);
    }
    visit(record, offset);
    offset += HEAD + length;
    reader.take(HEAD + length);
  }
}

function damaged(path: string, offset: number): TypeError {
  return new TypeError(
    `Cannot read ${path}: it is damaged, at byte ${offset}`,
  );
}

/** Visits header and records; the header is null in a file without a whole record. */
async function replay(file: OpenFile, path: string, begin: Begin) {
  let header: JournalHeader | null = null;
  let visit: Visit = () => {};
  const end = await scan(file, path, (record, offset) => {
    if (offset > 0) return visit(record);
    header = record as JournalHeader;
    if (header?.kind !== "header" || header.schema !== 1) {
      throw new TypeError(
        `Cannot read ${path}: it does not begin with a header of schema 1, at byte 0`,
      );
    }
    visit = begin(header);
  });
  return { header: header as JournalHeader | null, end };
}

/** Keys in which the settings of a journal differ from the present ones, with both values. */
export function settingsChanges(
  begun: JournalHeader["settings"],
  present: JournalHeader["settings"],
): string[] {
  const shown = (value: unknown) => {
    const text = JSON.stringify(value) ?? "nothing";
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  };
  return [...new Set([...Object.keys(begun), ...Object.keys(present)])]
    .filter((key) =>
      JSON.stringify(begun[key]) !== JSON.stringify(present[key])
    )
    .map((key) => `${key} was ${shown(begun[key])}, is ${shown(present[key])}`);
}

function refuseChanges(
  path: string,
  begun: JournalHeader,
  present: JournalHeader,
): void {
  const changes = settingsChanges(
    { run: begun.run, ...begun.settings },
    { run: present.run, ...present.settings },
  );
  if (changes.length === 0) return;
  throw new RangeError(
    `Cannot go on with ${path}: it was begun with other settings, ${
      changes.join("; ")
    }`,
  );
}

/**
 * Opens a journal for writing, making it if need be. Refuses when another
 * process holds it, when it is damaged, or when it was begun with other
 * settings. An unfinished last record is cut off, and what is left is synced:
 * a call that was killed may not have come to it.
 */
export async function openJournal(
  path: string,
  header: JournalHeader,
  visit: Visit,
  files: Files = onDisk,
): Promise<Journal> {
  const folder = dirname(path);
  await files.makeFolder(folder);
  const file = await files.openToWrite(path);
  try {
    if (!await file.tryLock()) {
      throw new Error(`Cannot write ${path}: another runner holds it`);
    }
    const { header: begun, end } = await replay(file, path, (begun) => {
      refuseChanges(path, begun, header);
      return visit;
    });
    const size = await file.size();
    await file.truncate(end);
    await file.seek(end);
    const { append, idle } = appender(file, path);
    if (begun) await file.sync();
    else await append(header);
    for (const each of [folder, dirname(folder), dirname(dirname(folder))]) {
      await files.syncFolder(each);
    }
    return {
      cut: size - end,
      append,
      close: async () => {
        await idle();
        file.close();
      },
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Reads a journal, also one that is being written: its header, or null where
 * there is none or only an unfinished one, and the records after it.
 */
export async function readJournal(
  path: string,
  begin: Begin,
  files: Files = onDisk,
): Promise<JournalHeader | null> {
  const file = await files.openToRead(path);
  if (!file) return null;
  try {
    return (await replay(file, path, begin)).header;
  } finally {
    file.close();
  }
}
