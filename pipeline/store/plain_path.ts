/** Door to disk: files of a data set lie in its folder, and are no links to somewhere else. */
import { join } from "./paths.ts";

/** Refuses a path that leaves its folder or goes through a link, with a TypeError that names the place. */
export function checkPlain(folder: string, path: string): void {
  let at = folder;
  for (const part of path.split("/")) {
    if (part === "" || part === "." || part === "..") {
      throw new TypeError(
        `Cannot use ${folder}/${path}: it does not lie in the folder`,
      );
    }
    at = join(at, part);
    if (isLink(at)) throw new TypeError(`Cannot use ${at}: it is a link`);
  }
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch (error) {
    // Who reads it says so.
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Links in a data set's folder and the folders of its runs; those of weights, which nobody reads, are left alone. */
export async function links(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isSymlink, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".") || name === "weights") continue;
    if (isSymlink) found.push(name);
    if (!isDirectory) continue;
    for await (const inner of Deno.readDir(join(folder, name))) {
      if (inner.isSymlink) found.push(`${name}/${inner.name}`);
    }
  }
  return found.sort();
}
