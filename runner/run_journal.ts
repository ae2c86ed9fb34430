/** A run's journals, one of each shard or one in all, found and read. */
import { basename, dirname, join } from "node:path";
import { onDisk } from "../pipeline/store/files.ts";
import { readJournal, settingsChanges } from "../pipeline/store/journal.ts";
import { dataSetName, readBenchmarkFile } from "../pipeline/store/data_set.ts";
import { type Run, runName } from "../pipeline/study/run.ts";
import type { GeneratedStudy } from "../pipeline/study/study.ts";
import {
  readSettings,
  rulesOf,
  type RunSettings,
  studyPart,
} from "./settings.ts";
import {
  addPart,
  addRecord,
  isComplete,
  noProgress,
  type Progress,
} from "./progress.ts";
import { type Shard, shardSuffix, shardSuffixes } from "./shard.ts";

/** A run that was begun, as far as its journals go. */
export interface BegunRun {
  readonly settings: RunSettings;
  readonly progress: Progress;
}

/** Where a data set's journals are: all that generating writes. */
export function journalFolder(folder: string): string {
  return join(folder, ".journal");
}

/** Where a run's journal is, that of a shard beside it. */
export function journalFile(
  folder: string,
  run: Run,
  shard: Shard | null = null,
): string {
  return join(journalFolder(folder), runName(run)) + shardSuffix(shard);
}

/** Every journal of a run, in the same order on every machine. */
async function journalFiles(folder: string, run: Run): Promise<string[]> {
  const whole = journalFile(folder, run);
  const names = await onDisk.names(dirname(whole));
  return shardSuffixes(basename(whole), names).map((each) => whole + each);
}

/** What one journal tells, or null where there is none yet. */
async function readPart(path: string): Promise<BegunRun | null> {
  const progress = noProgress();
  const header = await readJournal(path, (header) => {
    const rules = rulesOf(readSettings(header, path));
    return (record) => addRecord(progress, rules, record);
  });
  return header && { settings: readSettings(header, path), progress };
}

/**
 * What a run's journals tell together, or null where none was begun. RangeError
 * when the study has changed since, or when they were begun with other
 * settings, naming what.
 */
export async function readRunJournal(
  folder: string,
  study: GeneratedStudy,
  run: Run,
): Promise<BegunRun | null> {
  const present: Record<string, unknown> = studyPart(
    dataSetName(folder),
    study,
    run,
    await readBenchmarkFile(folder, run.benchmark),
  );
  let merged: BegunRun | null = null;
  let first = "";
  for (const path of await journalFiles(folder, run)) {
    const part = await readPart(path);
    if (!part) continue;
    const begun = Object.fromEntries(
      Object.entries(part.settings).filter(([key]) => key in present),
    );
    const changes = settingsChanges(begun, present);
    if (changes.length > 0) {
      throw new RangeError(
        `Cannot use ${path}: the study has changed since, ${
          changes.join("; ")
        }`,
      );
    }
    if (!merged) {
      merged = part;
      first = path;
      continue;
    }
    const differences = settingsChanges(merged.settings, part.settings);
    if (differences.length > 0) {
      throw new RangeError(
        `Cannot merge ${path}: it was begun with other settings than ${first}, ${
          differences.join("; ")
        }`,
      );
    }
    addPart(merged.progress, part.progress);
  }
  return merged;
}

/**
 * Trajectories of a run that its other journals have to their end. RangeError
 * when one was begun with other settings: the run could never be merged.
 */
export async function completeElsewhere(
  folder: string,
  run: Run,
  shard: Shard | null,
  settings: RunSettings,
): Promise<ReadonlySet<string>> {
  const own = journalFile(folder, run, shard);
  const complete = new Set<string>();
  for (const path of await journalFiles(folder, run)) {
    const part = path === own ? null : await readPart(path);
    if (!part) continue;
    const changes = settingsChanges(part.settings, settings);
    if (changes.length > 0) {
      throw new RangeError(
        `Cannot go on beside ${path}: it was begun with other settings, ${
          changes.join("; ")
        }`,
      );
    }
    for (const [key, trajectory] of part.progress.trajectories) {
      if (isComplete(trajectory, rulesOf(settings))) complete.add(key);
    }
  }
  return complete;
}
