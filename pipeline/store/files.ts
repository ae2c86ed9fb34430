/**
 * Door to disk: the few file operations that a crash can come between. What
 * must survive one is written through them, and tests put a disk in their place
 * that fills up, fails and loses what was not synced.
 */

/** A file held open; it stands somewhere, and reads and writes go on from there. */
export interface OpenFile {
  /** Bytes read, fewer than there is room for where the disk likes; null at the end. */
  readonly read: (into: Uint8Array) => Promise<number | null>;
  /** Bytes written, fewer than given where the disk likes. */
  readonly write: (bytes: Uint8Array) => Promise<number>;
  readonly seek: (offset: number) => Promise<void>;
  readonly size: () => Promise<number>;
  readonly truncate: (length: number) => Promise<void>;
  /** Once it resolves, content and length survive a power cut; the file's name may not. */
  readonly sync: () => Promise<void>;
  /** Whether nobody else holds the file; from then on it is held until it is closed or the process ends, however it ends. */
  readonly tryLock: () => Promise<boolean>;
  readonly close: () => void;
}

/** What a crash can come between. */
export interface Files {
  /** Makes a folder and those above it. */
  readonly makeFolder: (path: string) => Promise<void>;
  /** Null where there is no such file. */
  readonly openToRead: (path: string) => Promise<OpenFile | null>;
  /** Made if need be, what it holds stays. */
  readonly openToWrite: (path: string) => Promise<OpenFile>;
  /** Replaces a file of the new name. */
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Names in a folder; none where there is no such folder. */
  readonly names: (folder: string) => Promise<string[]>;
  /** Once it resolves, names made and changed in the folder survive a power cut. */
  readonly syncFolder: (path: string) => Promise<void>;
}

function opened(file: Deno.FsFile): OpenFile {
  return {
    read: (into) => file.read(into),
    write: (bytes) => file.write(bytes),
    seek: async (offset) => {
      await file.seek(offset, Deno.SeekMode.Start);
    },
    size: async () => (await file.stat()).size,
    truncate: (length) => file.truncate(length),
    sync: () => file.syncData(),
    tryLock: () => file.tryLock(true),
    close: () => file.close(),
  };
}

/** What an action gives, or null where what it asks for is not there. */
async function orNull<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** The disk of this machine. */
export const onDisk: Files = {
  makeFolder: (path) => Deno.mkdir(path, { recursive: true }),
  openToRead: (path) => orNull(async () => opened(await Deno.open(path))),
  openToWrite: async (path) =>
    opened(await Deno.open(path, { read: true, write: true, create: true })),
  rename: (from, to) => Deno.rename(from, to),
  names: async (folder) =>
    (await orNull(() => Array.fromAsync(Deno.readDir(folder))) ?? [])
      .map(({ name }) => name),
  syncFolder: async (path) => {
    const handle = await Deno.open(path);
    try {
      await handle.sync();
    } finally {
      handle.close();
    }
  },
};

/** Writes all bytes: a full disk shows as a short write first, and fails at the next. */
export async function writeWhole(
  file: Pick<OpenFile, "write">,
  bytes: Uint8Array,
): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}
