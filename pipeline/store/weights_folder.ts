/** Door to disk: the folder a model's weights are in. */
import { createHash } from "node:crypto";
import { join } from "./paths.ts";

/**
 * SHA-256 over the lines `<SHA-256 of the file>  <name>` of a folder's
 * safetensors files by name, or null when there is no such folder or file.
 * Files are read piece by piece, whatever their size.
 */
export async function weightsDigest(folder: string): Promise<string | null> {
  const names: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile && name.endsWith(".safetensors")) names.push(name);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (error instanceof Deno.errors.NotADirectory) return null;
    throw error;
  }
  if (names.length === 0) return null;
  const all = createHash("sha256");
  for (const name of names.sort()) {
    const file = createHash("sha256");
    const { readable } = await Deno.open(join(folder, name));
    for await (const piece of readable) file.update(piece);
    all.update(`${file.digest("hex")}  ${name}\n`);
  }
  return all.digest("hex");
}
