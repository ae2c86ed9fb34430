/** A run's journal, found and read. */
import { join } from "node:path";
import { readJournal, settingsChanges } from "../pipeline/store/journal.ts";
import { dataSetName, readBenchmarkFile } from "../pipeline/store/data_set.ts";
import { type Run, runName } from "../pipeline/study/run.ts";
import type { Study } from "../pipeline/study/study.ts";
import {
  readSettings,
  rulesOf,
  type RunSettings,
  studyPart,
} from "./settings.ts";
import { addRecord, noProgress, type Progress } from "./progress.ts";

/** A run that was begun, as far as its journal goes. */
export interface BegunRun {
  readonly settings: RunSettings;
  readonly progress: Progress;
}

/** Where a data set's journals are: all that generating writes. */
export function journalFolder(folder: string): string {
  return join(folder, ".journal");
}

/** Where a run's journal is. */
export function journalFile(folder: string, run: Run): string {
  return join(journalFolder(folder), runName(run));
}

/**
 * What a run's journal tells, or null where none was begun. RangeError when
 * the study has changed since, naming what.
 */
export async function readRunJournal(
  folder: string,
  study: Study,
  run: Run,
): Promise<BegunRun | null> {
  const path = journalFile(folder, run);
  const progress = noProgress();
  const header = await readJournal(path, (header) => {
    const rules = rulesOf(readSettings(header, path));
    return (record) => addRecord(progress, rules, record);
  });
  if (!header) return null;
  const settings = readSettings(header, path);
  const present: Record<string, unknown> = studyPart(
    dataSetName(folder),
    study,
    run,
    await readBenchmarkFile(folder, run.benchmark),
  );
  const begun = Object.fromEntries(
    Object.entries(settings).filter(([key]) => key in present),
  );
  const changes = settingsChanges(begun, present);
  if (changes.length > 0) {
    throw new RangeError(
      `Cannot use ${path}: the study has changed since, ${changes.join("; ")}`,
    );
  }
  return { settings, progress };
}
