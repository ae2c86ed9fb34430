/** Door to disk: the folder of a data set's outputs. */
import { join } from "node:path";
import { writeAtomically } from "./atomic.ts";

/** Names `reproduce` gives its outputs; nothing else in the folder is touched. */
const OURS =
  /^(figures\.pdf|figure-\d\d\.(svg|png|pdf)|table-\d\.(md|csv)|frontier\.(md|csv)|findings\.(md|json)|measurements\.(arrow|csv)|per-problem\.arrow|index\.html)$/;

/** Writes every output, then removes outputs of ours that are no longer made. */
export async function writeOutputs(
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<void> {
  for (const [name, content] of files) {
    await writeAtomically(join(folder, name), content);
  }
  for await (const { name } of Deno.readDir(folder)) {
    if (OURS.test(name) && !files.has(name)) {
      await Deno.remove(join(folder, name));
    }
  }
}
