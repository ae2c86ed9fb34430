/** Whole files, written so that a crash leaves the old one or the new one. */
import { dirname } from "./paths.ts";
import { type Files, onDisk, writeWhole } from "./files.ts";

/**
 * Replaces a file: temporary name, fsync, rename, fsync of the folder. A
 * failed write leaves the earlier file as it was.
 */
export async function writeAtomically(
  path: string,
  content: Uint8Array | string,
  files: Files = onDisk,
): Promise<void> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  const folder = dirname(path);
  const temporary = `${path}.tmp`;
  await files.makeFolder(folder);
  const file = await files.openToWrite(temporary);
  try {
    // A crash may have left one.
    await file.truncate(0);
    await writeWhole(file, bytes);
    await file.sync();
  } finally {
    file.close();
  }
  await files.rename(temporary, path);
  await files.syncFolder(folder);
}
