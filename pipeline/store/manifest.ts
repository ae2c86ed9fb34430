/** Door to disk: what a data set holds, sealed by digests. */
import { join } from "./paths.ts";
import * as v from "valibot";
import type { DataProblem } from "../study/data_problems.ts";
import { GENERATION_COLUMNS } from "../study/generation.ts";
import { isDistinct } from "../study/names.ts";
import type { Study } from "../study/study.ts";
import { MEMORY_COLUMNS } from "../study/counted_memory.ts";
import { TIMING_COLUMNS } from "../study/timing.ts";
import { writeAtomically } from "./atomic.ts";
import { jsonOf, readBenchmarkFile, readDataSetStudy } from "./data_set.ts";
import { checkPlain, links } from "./plain_path.ts";
import { sha256 } from "./sha256.ts";
import { MEMORY_FILE, TIMING_FILE } from "./speed_files.ts";

const MANIFEST = v.strictObject({
  schema: v.literal(1),
  files: v.pipe(
    v.array(v.strictObject({
      path: v.pipe(
        v.string(),
        v.regex(
          /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)?$/,
          "give a path inside the folder",
        ),
      ),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      /** Rows of a table, problems of a benchmark file, null for the study. */
      rows: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    })),
    v.check(
      (files) => isDistinct(files.map(({ path }) => path)),
      "paths must not repeat",
    ),
  ),
});

/** Every sealed file of a data set with its digest, bytes and rows. */
export type Manifest = Readonly<v.InferOutput<typeof MANIFEST>>;

/** One sealed file. */
export type ManifestEntry = Manifest["files"][number];

const NAME = "manifest.json";
const STUDY = "study.json";

/** The manifest of a data set, or null where none was sealed yet. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  checkPlain(folder, NAME);
  const file = join(folder, NAME);
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  return manifestOf(text, file);
}

/** A manifest from its text or bytes; what is none is an error naming the file. */
export function manifestOf(text: string | Uint8Array, file: string): Manifest {
  const json = jsonOf(text, file);
  try {
    return v.parse(MANIFEST, json);
  } catch (cause) {
    throw new TypeError(`Cannot read ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Every Arrow file of a data set, sorted. */
export async function arrowFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".arrow")) found.push(name);
    if (!isDirectory || name.startsWith(".") || name === "weights") continue;
    for await (const inner of Deno.readDir(join(folder, name))) {
      if (inner.isFile && inner.name.endsWith(".arrow")) {
        found.push(`${name}/${inner.name}`);
      }
    }
  }
  return found.sort();
}

/** The JSON files a manifest covers: the study and the benchmark files it names. */
export function jsonFiles({ benchmarks }: Study): string[] {
  return [STUDY, ...benchmarks.map(({ file }) => file)];
}

/** Files of a data set that a manifest covers and that are there, sorted. */
async function sealableFiles(folder: string, study: Study): Promise<string[]> {
  const present = await Array.fromAsync(Deno.readDir(folder));
  const names = new Set(present.map(({ name }) => name));
  return [
    ...jsonFiles(study).filter((name) => names.has(name)),
    ...await arrowFiles(folder),
  ].sort();
}

function columnsOf(path: string) {
  if (path === TIMING_FILE) return TIMING_COLUMNS;
  return path === MEMORY_FILE ? MEMORY_COLUMNS : GENERATION_COLUMNS;
}

/** What a manifest says of a file with these bytes and rows. */
export function manifestEntry(
  path: string,
  bytes: Uint8Array,
  rows: number | null,
): ManifestEntry {
  return { path, sha256: sha256(bytes), bytes: bytes.length, rows };
}

/** What a manifest says of a file as it lies on disk; one that is not what its name says is an error. */
export async function fileEntry(
  folder: string,
  study: Study,
  path: string,
): Promise<ManifestEntry> {
  const benchmark = study.benchmarks.find(({ file }) => file === path);
  const problems = benchmark
    ? (await readBenchmarkFile(folder, benchmark)).problems.length
    : null;
  const file = join(folder, path);
  const bytes = await Deno.readFile(file);
  // The library is for those who seal; readers do without.
  const { readTable } = await import("./arrow.ts");
  const rows = path.endsWith(".arrow")
    ? readTable(bytes, columnsOf(path), file).numRows
    : problems;
  return manifestEntry(path, bytes, rows);
}

/** Writes the manifest of a data set, its files sorted. */
export async function writeManifest(
  folder: string,
  entries: readonly ManifestEntry[],
): Promise<Manifest> {
  const files = entries.toSorted((a, b) => a.path < b.path ? -1 : 1);
  const lines = files.map((entry) => `    ${JSON.stringify(entry)}`);
  await writeAtomically(
    join(folder, NAME),
    `{\n  "schema": 1,\n  "files": [\n${lines.join(",\n")}\n  ]\n}\n`,
  );
  return { schema: 1, files };
}

/** Seals a data set as it lies on disk: for whoever has just written all of its files. */
export async function sealDataSet(folder: string): Promise<Manifest> {
  const study = await readDataSetStudy(folder);
  const entries: ManifestEntry[] = [];
  for (const path of await sealableFiles(folder, study)) {
    entries.push(await fileEntry(folder, study, path));
  }
  return await writeManifest(folder, entries);
}

/** Entries by their paths, once for each manifest. */
const entries = new WeakMap<Manifest, ReadonlyMap<string, ManifestEntry>>();

function entryOf(manifest: Manifest, path: string): ManifestEntry | undefined {
  let known = entries.get(manifest);
  if (!known) {
    known = new Map(manifest.files.map((entry) => [entry.path, entry]));
    entries.set(manifest, known);
  }
  return known.get(path);
}

/**
 * The bytes of a sealed file; refuses what is not in the manifest or differs
 * from it. At once: hundreds of small files are read sooner than waited for.
 */
export function readSealed(
  folder: string,
  manifest: Manifest,
  path: string,
): Uint8Array {
  const file = join(folder, path);
  const entry = entryOf(manifest, path);
  if (!entry) {
    throw new TypeError(`Cannot use ${file}: it is not in the manifest`);
  }
  checkPlain(folder, path);
  const bytes = Deno.readFileSync(file);
  checkSeal(file, entry, bytes);
  return bytes;
}

/** Refuses bytes that differ from what was sealed. */
export function checkSeal(
  file: string,
  entry: ManifestEntry,
  bytes: Uint8Array,
): void {
  const wrong = difference(entry, bytes);
  if (wrong) throw new TypeError(`Cannot use ${file}: ${wrong}`);
}

/** Refuses a sealed file that holds other rows than the manifest says. */
export function checkRows(
  folder: string,
  manifest: Manifest,
  path: string,
  rows: number,
): void {
  const said = entryOf(manifest, path)?.rows;
  if (said === rows) return;
  throw new TypeError(
    `Cannot use ${
      join(folder, path)
    }: it has ${rows} rows, the manifest says ${said}`,
  );
}

function difference(entry: ManifestEntry, bytes: Uint8Array): string | null {
  if (bytes.length !== entry.bytes) {
    return `it has ${bytes.length} bytes, the manifest says ${entry.bytes}`;
  }
  const digest = sha256(bytes);
  return digest === entry.sha256
    ? null
    : `its SHA-256 is ${digest}, the manifest says ${entry.sha256}`;
}

/** Files on disk that the manifest lacks, and entries without a file. */
export async function listingProblems(
  folder: string,
  manifest: Manifest | null,
  study: Study,
): Promise<DataProblem[]> {
  const present = new Set(await sealableFiles(folder, study));
  const listed = new Set(manifest?.files.map(({ path }) => path));
  const foreign = [...present.difference(listed)].filter((path) =>
    manifest !== null || path.endsWith(".arrow")
  );
  const linked = new Set(await links(folder));
  return [
    ...[...linked].map((path) => ({ path, problem: "it is a link" })),
    ...foreign.map((path) => ({ path, problem: "it is not in the manifest" })),
    ...[...listed.difference(present).difference(linked)].map((path) => ({
      path,
      problem: "it is in the manifest but not on disk",
    })),
  ].map(({ path, problem }) => ({
    file: join(folder, path),
    row: null,
    problem,
  }));
}
