/** Door to disk: the folder of a data set's outputs. */
import { join } from "./paths.ts";
import * as v from "valibot";
import { writeAtomically } from "./atomic.ts";
import { KINDS } from "../study/kind.ts";
import { SAYS } from "../study/ruling.ts";
import { sha256 } from "./sha256.ts";

/** Names `reproduce` gives its outputs; nothing else in the folder is touched. */
const OURS =
  /^(figures\.pdf|(figure-\d\d|glance|stability|threshold)\.(svg|png|pdf)|pictures\.json|table-\d\.(md|csv)|(constraints|dominated|envelope|frontier|pairs|votes)\.(md|csv)|findings\.(md|json)|measurements\.(arrow|csv)|per-problem\.arrow|index\.html)$/;

/** What the pictures of a folder were made from. */
const PICTURES = "pictures.json";

/** A picture that was made, by its name. */
interface MadePicture {
  readonly name: string;
  /** SHA-256 of what it was made from, and of the file itself. */
  readonly source: string;
  readonly sha256: string;
}

/** Writes every output, then removes outputs of ours that are neither made nor kept. */
export async function writeOutputs(
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
  kept: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (const [name, content] of files) {
    await writeAtomically(join(folder, name), content);
  }
  for await (const { name } of Deno.readDir(folder)) {
    if (OURS.test(name) && !files.has(name) && !kept.has(name)) {
      await Deno.remove(join(folder, name));
    }
  }
}

/** The pictures in a folder that are as they were made, and what each was made from. */
export async function intactPictures(
  folder: string,
): Promise<Map<string, MadePicture>> {
  const intact = new Map<string, MadePicture>();
  for (const picture of await listedPictures(folder)) {
    const content = await Deno.readFile(join(folder, picture.name))
      .catch(() => null);
    if (content && sha256(content) === picture.sha256) {
      intact.set(picture.name, picture);
    }
  }
  return intact;
}

/** The list of some new and some kept pictures, as it is written beside them. */
export function pictureList(
  made: ReadonlyMap<string, { source: string; content: Uint8Array }>,
  kept: readonly MadePicture[],
): [name: string, text: string] {
  const pictures = [
    ...kept,
    ...[...made].map(([name, { source, content }]) => ({
      name,
      source,
      sha256: sha256(content),
    })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [PICTURES, `${JSON.stringify({ schema: 1, pictures }, null, 2)}\n`];
}

/** A list that cannot be read lists nothing: its pictures are made again. */
async function listedPictures(folder: string): Promise<MadePicture[]> {
  try {
    const text = await Deno.readTextFile(join(folder, PICTURES));
    const { pictures } = JSON.parse(text) as { pictures: MadePicture[] };
    return pictures.filter(({ name }) => OURS.test(name));
  } catch {
    return [];
  }
}

/** The page that leads to all others. */
const OVERVIEW = "index.html";

/** What the overview reads of a data set's findings.json. */
const PUBLISHED = v.object({
  dataSet: v.string(),
  title: v.string(),
  kind: v.picklist(KINDS),
  partial: v.boolean(),
  findings: v.array(
    v.object({ finding: v.string(), says: v.picklist(SAYS) }),
  ),
});

/** A data set whose page stands in the outputs. */
export interface PublishedSet {
  readonly folder: string;
  /** Null for a study without result files. */
  readonly findings: v.InferOutput<typeof PUBLISHED> | null;
}

/** Names of data sets drawn for oneself, which git ignores: other seeds of the paper's grid. */
const UNPUBLISHED = /^paper-/;

/** The data sets with a page under a folder, by name, without those git ignores. Refuses with a TypeError a findings.json that is none. */
export async function publishedSets(folder: string): Promise<PublishedSet[]> {
  const sets: PublishedSet[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory || UNPUBLISHED.test(name)) continue;
    const names = new Set<string>();
    for await (const file of Deno.readDir(join(folder, name))) {
      names.add(file.name);
    }
    if (!names.has(OVERVIEW)) continue;
    const path = join(folder, name, "findings.json");
    sets.push({
      folder: name,
      findings: names.has("findings.json") ? await published(path) : null,
    });
  }
  return sets.sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

async function published(path: string) {
  try {
    return v.parse(PUBLISHED, JSON.parse(await Deno.readTextFile(path)));
  } catch (error) {
    throw new TypeError(
      `Cannot list the data set of ${path}: ${(error as Error).message}`,
    );
  }
}

/** Writes the overview of a folder of outputs. */
export function writeOverview(folder: string, html: string): Promise<void> {
  return writeAtomically(join(folder, OVERVIEW), html);
}
