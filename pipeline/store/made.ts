/** Door to disk: what outputs were made from, so that nothing is made twice. */
import { createHash } from "node:crypto";
import { dirname, join } from "./paths.ts";
import { writeAtomically } from "./atomic.ts";

/** SHA-256 of files by path. */
type Digests = Readonly<Record<string, string>>;

/** What some outputs were made from, and what they are. */
export interface Made {
  /** Programs, and whatever else decides the outputs besides files. */
  readonly asked: string;
  readonly code: Digests;
  readonly data: Digests;
  readonly outputs: Digests;
}

/** The record beside the outputs of a data set; no output itself. */
const RECORD = "made.json";

/** Digests of all files under some folders, or of single files, whose paths the pattern takes; none for a folder that is not there, or that we may not read. */
export function digests(paths: readonly string[], taken = /(?:)/): Digests {
  const found: Record<string, string> = {};
  const add = (path: string) => {
    if (!taken.test(path)) return;
    found[path] = createHash("sha256").update(Deno.readFileSync(path))
      .digest("hex");
  };
  const walk = (folder: string) => {
    const entries = [...Deno.readDirSync(folder)].sort((a, b) =>
      a.name < b.name ? -1 : 1
    );
    for (const { name, isDirectory, isFile } of entries) {
      if (name.startsWith(".") || name === "node_modules") continue;
      if (isDirectory) walk(join(folder, name));
      else if (isFile && name !== RECORD) add(join(folder, name));
    }
  };
  for (const path of paths) {
    try {
      if (Deno.statSync(path).isDirectory) walk(path);
      else add(path);
    } catch (error) {
      const absent = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotCapable;
      if (!absent) throw error;
    }
  }
  return found;
}

/** Files of other data sets that decide the outputs of one that is shown with their timings; none where none are borrowed. */
export function borrowed(folder: string): string[] {
  try {
    const study = Deno.readTextFileSync(join(folder, "study.json"));
    const { timingFrom = [], alsoTimedBy = [] } = JSON.parse(study);
    const names = ["study.json", "manifest.json", "timing.arrow"];
    return [timingFrom, alsoTimedBy].flat().flatMap((lender) =>
      names.map((name) => join(dirname(folder), lender, name))
    );
  } catch {
    // Who reads the study says what is wrong.
    return [];
  }
}

/** The record of an output folder; null where there is none that can be read. */
export async function readMade(folder: string): Promise<Made | null> {
  try {
    return JSON.parse(await Deno.readTextFile(join(folder, RECORD)));
  } catch {
    return null;
  }
}

/** Records what an output folder was made from. */
export async function writeMade(folder: string, made: Made): Promise<void> {
  await writeAtomically(
    join(folder, RECORD),
    `${JSON.stringify(made, null, 1)}\n`,
  );
}

/** Whether outputs made between two looks came from one state of programs and data: what changed meanwhile may have been read as it was or as it is. */
export function isSettled(before: Made, after: Made): boolean {
  return differences(before, { ...after, outputs: before.outputs }).length ===
    0;
}

/** What differs from a record, in words, a line each; nothing when the outputs are what would be made again. */
export function differences(then: Made | null, now: Made): string[] {
  if (!then) return ["there is no record of what it was made from"];
  const lines = then.asked === now.asked
    ? []
    : [`it was made as ${then.asked}, now ${now.asked}`];
  for (const part of ["code", "data", "outputs"] as const) {
    const [old, its] = [then[part] ?? {}, now[part]];
    for (
      const path of [...new Set([...Object.keys(old), ...Object.keys(its)])]
    ) {
      if (old[path] === its[path]) continue;
      const what = its[path] === undefined
        ? "is gone"
        : old[path] === undefined
        ? "is new"
        : part === "outputs"
        ? "is not as it was made"
        : "has changed";
      lines.push(`${path} ${what}`);
    }
  }
  return lines;
}
