/** Door to disk: whole files, written so that a crash leaves the old one or the new one. */
import { dirname } from "node:path";

/**
 * Replaces a file: temporary name, fsync, rename, fsync of the folder. A
 * failed write leaves the earlier file as it was.
 */
export async function writeAtomically(
  path: string,
  content: Uint8Array | string,
): Promise<void> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  const folder = dirname(path);
  const temporary = `${path}.tmp`;
  await Deno.mkdir(folder, { recursive: true });
  const file = await Deno.open(temporary, {
    write: true,
    create: true,
    truncate: true,
  });
  try {
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
    await file.sync();
  } finally {
    file.close();
  }
  await Deno.rename(temporary, path);
  await syncFolder(folder);
}

/** Makes renames and new names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await Deno.open(folder);
  try {
    await handle.sync();
  } finally {
    handle.close();
  }
}
