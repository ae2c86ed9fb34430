/** What a seal takes over as it lies on disk. */
import { join } from "node:path";
import {
  arrowFiles,
  fileEntry,
  jsonFiles,
  type Manifest,
  type ManifestEntry,
} from "../pipeline/store/manifest.ts";
import { MEMORY_FILE, TIMING_FILE } from "../pipeline/store/speed_files.ts";
import { DataProblems } from "../pipeline/study/data_problems.ts";
import { plannedRuns, runFile } from "../pipeline/study/run.ts";
import type { Study } from "../pipeline/study/study.ts";

/** Arrow files that no journal is behind. */
const SPEED_FILES: ReadonlySet<string> = new Set([TIMING_FILE, MEMORY_FILE]);

/**
 * Manifest entries of the files that are not made anew: the study, its
 * benchmark files, timing and memory, and the result files an earlier manifest
 * vouches for. DataProblems with every Arrow file that is none of these, every
 * sealed one that is gone, and a study or benchmark file that has changed under
 * result files that stay, unless these are imported.
 */
export async function keptEntries(
  folder: string,
  study: Study,
  earlier: Manifest | null,
  made: ReadonlySet<string>,
): Promise<ManifestEntry[]> {
  const planned = new Set(plannedRuns(study).map(runFile));
  const sealed = new Map(earlier?.files.map((entry) => [entry.path, entry]));
  const present = (await arrowFiles(folder)).filter((path) => !made.has(path));
  const refused: { path: string; problem: string }[] = [];
  const arrow: ManifestEntry[] = [];
  for (const path of present) {
    const before = sealed.get(path);
    const isSpeed = SPEED_FILES.has(path);
    if (!isSpeed && !planned.has(path)) {
      refused.push({ path, problem: "the study plans no such run" });
    } else if (!isSpeed && !before) {
      const problem = "it has no journal and is not in the manifest";
      refused.push({ path, problem });
    } else {
      const entry = await fileEntry(folder, study, path);
      arrow.push(entry);
      if (before && before.sha256 !== entry.sha256) {
        const problem = "it differs from the manifest and has no journal";
        refused.push({ path, problem });
      }
    }
  }
  for (const path of sealed.keys()) {
    if (!planned.has(path) || made.has(path) || present.includes(path)) {
      continue;
    }
    const problem = "it is in the manifest but not on disk";
    refused.push({ path, problem });
  }
  const json: ManifestEntry[] = [];
  for (const path of jsonFiles(study)) {
    json.push(await fileEntry(folder, study, path));
  }
  // What other tools logged was not decided by the study: it may grow with what is imported.
  const result = study.kind === "imported"
    ? undefined
    : arrow.find(({ path }) => planned.has(path));
  for (const { path, sha256 } of result ? json : []) {
    if (sealed.get(path)?.sha256 === sha256) continue;
    const problem = `it has changed since ${
      result!.path
    } was sealed, which has no journal`;
    refused.push({ path, problem });
  }
  if (refused.length > 0) {
    throw new DataProblems(
      `Cannot seal ${folder}`,
      refused.map(({ path, problem }) => ({
        file: join(folder, path),
        row: null,
        problem,
      })),
    );
  }
  return [...json, ...arrow];
}
