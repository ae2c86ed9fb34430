/** Door to disk: what a data set holds, sealed by digests. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { BENCHMARK_FILE } from "../study/benchmark.ts";
import type { DataProblem } from "../study/data_problems.ts";
import { tableFromIPC } from "apache-arrow";
import { writeAtomically } from "./atomic.ts";
import "./zstd.ts";

const MANIFEST = v.strictObject({
  schema: v.literal(1),
  files: v.array(v.strictObject({
    path: v.string(),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** Rows of a table, problems of a benchmark file, null for the study. */
    rows: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  })),
});

/** Every sealed file of a data set with its digest, bytes and rows. */
export type Manifest = Readonly<v.InferOutput<typeof MANIFEST>>;

/** One sealed file. */
export type ManifestEntry = Manifest["files"][number];

const NAME = "manifest.json";

/** SHA-256 of bytes as 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The manifest of a data set, or null where none was sealed yet. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const file = join(folder, NAME);
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  try {
    return v.parse(MANIFEST, JSON.parse(text));
  } catch (cause) {
    throw new TypeError(`Cannot read ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Files of a data set that a manifest covers, sorted: its study, benchmark files and Arrow files. */
export async function sealableFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    if (isFile && /\.(arrow|json)$/.test(name) && name !== NAME) {
      found.push(name);
    }
    if (!isDirectory || name.startsWith(".") || name === "weights") continue;
    for await (const inner of Deno.readDir(join(folder, name))) {
      if (inner.isFile && inner.name.endsWith(".arrow")) {
        found.push(`${name}/${inner.name}`);
      }
    }
  }
  return found.sort();
}

function rowsOf(path: string, bytes: Uint8Array): number | null {
  if (path.endsWith(".arrow")) return tableFromIPC(bytes).numRows;
  if (path === "study.json") return null;
  return v.parse(BENCHMARK_FILE, JSON.parse(new TextDecoder().decode(bytes)))
    .problems.length;
}

/** Hashes every file of a data set and writes its manifest. */
export async function sealDataSet(folder: string): Promise<Manifest> {
  const files: ManifestEntry[] = [];
  for (const path of await sealableFiles(folder)) {
    const bytes = await Deno.readFile(join(folder, path));
    files.push({
      path,
      sha256: sha256(bytes),
      bytes: bytes.length,
      rows: rowsOf(path, bytes),
    });
  }
  const lines = files.map((entry) => `    ${JSON.stringify(entry)}`).join(
    ",\n",
  );
  await writeAtomically(
    join(folder, NAME),
    `{\n  "schema": 1,\n  "files": [\n${lines}\n  ]\n}\n`,
  );
  return { schema: 1, files };
}

/** The bytes of a sealed file; refuses what is not in the manifest or differs from it. */
export async function readSealed(
  folder: string,
  manifest: Manifest,
  path: string,
): Promise<Uint8Array> {
  const file = join(folder, path);
  const entry = manifest.files.find((each) => each.path === path);
  if (!entry) {
    throw new TypeError(`Cannot use ${file}: it is not in the manifest`);
  }
  const bytes = await Deno.readFile(file);
  const wrong = difference(entry, bytes);
  if (wrong) throw new TypeError(`Cannot use ${file}: ${wrong}`);
  return bytes;
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
): Promise<DataProblem[]> {
  const present = new Set(await sealableFiles(folder));
  const listed = new Set(manifest?.files.map(({ path }) => path));
  const foreign = [...present.difference(listed)].filter((path) =>
    manifest !== null || path.endsWith(".arrow")
  );
  return [
    ...foreign.map((path) => ({ path, problem: "it is not in the manifest" })),
    ...[...listed.difference(present)].map((path) => ({
      path,
      problem: "it is in the manifest but not on disk",
    })),
  ].map(({ path, problem }) => ({
    file: join(folder, path),
    row: null,
    problem,
  }));
}
