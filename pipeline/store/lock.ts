/** What one process does at a time. */
import { dirname } from "./paths.ts";
import { type Files, onDisk } from "./files.ts";

/**
 * Does something while no other process holds the same lock file, which stays;
 * the lock ends with the process, however it ends. The refusal is thrown when
 * another holds it.
 */
export async function alone<T>(
  path: string,
  refusal: string,
  action: () => Promise<T>,
  files: Files = onDisk,
): Promise<T> {
  await files.makeFolder(dirname(path));
  const file = await files.openToWrite(path);
  try {
    if (!await file.tryLock()) throw new Error(refusal);
    return await action();
  } finally {
    file.close();
  }
}
