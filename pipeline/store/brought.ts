/** Door to disk: a folder from elsewhere. */
import { join } from "./paths.ts";
import { unreadable } from "./data_set.ts";
import { checkPlain } from "./plain_path.ts";

/** The files of a folder from elsewhere by name: its JSON files and the result files named, none larger than so many bytes. */
export async function readBrought(
  folder: string,
  results: readonly string[],
  most: number,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]> {
  const present = await Array.fromAsync(Deno.readDir(folder));
  const json = present.map(({ name }) => name)
    .filter((name) => name.endsWith(".json")).sort();
  return await Promise.all([...json, ...results].map(async (name) => {
    checkPlain(folder, name);
    return { name, bytes: await readUpTo(join(folder, name), most) };
  }));
}

async function readUpTo(file: string, most: number): Promise<Uint8Array> {
  try {
    const { size } = await Deno.stat(file);
    if (size <= most) return await Deno.readFile(file);
    throw new TypeError(
      `Cannot read ${file}: it has ${size} bytes, more than the ${most} that are taken`,
    );
  } catch (error) {
    const why = unreadable(error);
    throw why ? new TypeError(`Cannot read ${file}: ${why}`) : error;
  }
}
