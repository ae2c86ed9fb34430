/** Journals to result files and a manifest; the journals stay. */
import { join } from "node:path";
import { writeAtomically } from "../pipeline/store/atomic.ts";
import { alone } from "../pipeline/store/lock.ts";
import {
  type Manifest,
  type ManifestEntry,
  manifestEntry,
  readManifest,
  readSealed,
  writeManifest,
} from "../pipeline/store/manifest.ts";
import { resultBytes } from "../pipeline/store/result_writer.ts";
import { MEMORY_FILE, TIMING_FILE } from "../pipeline/store/speed_files.ts";
import type { Generation } from "../pipeline/study/generation.ts";
import {
  type GeneratedMetadata,
  plannedRuns,
  runFile,
  runName,
} from "../pipeline/study/run.ts";
import type { GeneratedStudy } from "../pipeline/study/study.ts";
import { distinct } from "./distinct.ts";
import { seenBy } from "./forcing.ts";
import { keptEntries } from "./kept_files.ts";
import { mergedFlags } from "./merged_flags.ts";
import { NOT_BEGUN, type Progress, trajectoryKey } from "./progress.ts";
import { type BegunRun, journalFolder, readRunJournal } from "./run_journal.ts";
import { trajectorySeed } from "../pipeline/study/trajectory_seed.ts";
import { rulesOf, type RunSettings } from "./settings.ts";
import { madeMemory } from "./timing/memory_file.ts";
import { madeTimings } from "./timing/timing_file.ts";
import { timingJournals } from "./timing/timing_journal.ts";

/** What was sealed. */
interface Sealed {
  readonly manifest: Manifest;
  /** Runs written from their journals. */
  readonly written: readonly string[];
  /** Runs without a journal, sealed before. */
  readonly kept: readonly string[];
  /** Planned runs that are neither. */
  readonly notBegun: readonly string[];
}

/**
 * Writes the result file of every run begun, then the manifest of these and of
 * what `keptEntries` takes over. Everything is made and checked before anything
 * is written; RangeError listing what is owed when a run begun is not complete.
 */
export function sealRuns(
  folder: string,
  study: GeneratedStudy,
): Promise<Sealed> {
  return alone(
    join(journalFolder(folder), "seal.lock"),
    `Cannot seal ${folder}: another call seals it`,
    () => sealAlone(folder, study),
  );
}

async function sealAlone(
  folder: string,
  study: GeneratedStudy,
): Promise<Sealed> {
  const earlier = await readManifest(folder);
  const made = await madeFiles(folder, study);
  const timed = await timingJournals(folder, study);
  const timings = await madeTimings(
    folder,
    timed,
    () => readSealed(folder, earlier ?? { schema: 1, files: [] }, TIMING_FILE),
  );
  if (timings) {
    const { bytes, rows } = timings;
    made.push({ bytes, entry: manifestEntry(TIMING_FILE, bytes, rows) });
  }
  const memory = madeMemory(
    folder,
    timed,
    () =>
      earlier?.files.some(({ path }) => path === MEMORY_FILE)
        ? readSealed(folder, earlier, MEMORY_FILE)
        : null,
  );
  if (memory) {
    const { bytes, rows } = memory;
    made.push({ bytes, entry: manifestEntry(MEMORY_FILE, bytes, rows) });
  }
  if (made.length === 0 && earlier === null) {
    throw new RangeError(
      `Cannot seal ${folder}: no run is complete and nothing is timed`,
    );
  }
  const paths = new Set(made.map(({ entry }) => entry.path));
  const kept = await keptEntries(folder, study, earlier, paths);
  for (const { entry, bytes } of made) {
    await writeAtomically(join(folder, entry.path), bytes);
  }
  const manifest = await writeManifest(folder, [
    ...made.map(({ entry }) => entry),
    ...kept,
  ]);
  const state = Object.groupBy(plannedRuns(study), (run) => {
    const path = runFile(run);
    if (paths.has(path)) return "written";
    return kept.some((each) => each.path === path) ? "kept" : "notBegun";
  });
  return {
    manifest,
    written: (state.written ?? []).map(runName),
    kept: (state.kept ?? []).map(runName),
    notBegun: (state.notBegun ?? []).map(runName),
  };
}

/** A result file to be written, and what the manifest will say of it. */
interface MadeFile {
  readonly bytes: Uint8Array;
  readonly entry: ManifestEntry;
}

/** The result file of every run begun, one journal in memory at a time. */
async function madeFiles(
  folder: string,
  study: GeneratedStudy,
): Promise<MadeFile[]> {
  const made: MadeFile[] = [];
  const owing: string[] = [];
  for (const run of plannedRuns(study)) {
    const begun = await readRunJournal(folder, study, run);
    if (!begun) continue;
    const owed = answersOwed(begun);
    if (owed > 0) owing.push(`${runName(run)} owes ${owed} generations`);
    if (owing.length > 0) continue;
    const rows = generationsOf(runName(run), begun);
    const bytes = resultBytes(rows, metadataOf(begun));
    const entry = manifestEntry(runFile(run), bytes, rows.length);
    made.push({ bytes, entry });
  }
  if (owing.length > 0) {
    throw new RangeError(
      `Cannot seal ${folder}: ${owing.join(", ")}; go on with deno task run`,
    );
  }
  return made;
}

function answersOwed({ settings, progress }: BegunRun): number {
  const { problems, samples, budgets } = settings;
  const all = [...progress.trajectories.values()];
  return problems.length * samples * budgets.length -
    all.reduce((sum, { answers }) => sum + answers.size, 0);
}

/** The rows of a complete run, by problem in the order of its file, sample and budget. */
export function generationsOf(
  run: string,
  { settings, progress }: {
    readonly settings: RunSettings;
    readonly progress: Pick<Progress, "trajectories">;
  },
): Generation[] {
  const { problems, samples, sampling } = settings;
  const { budgets } = rulesOf(settings);
  return problems.flatMap((problem) =>
    Array.from({ length: samples }, (_, sample) => {
      const seed = trajectorySeed(sampling.seed, run, problem, sample);
      const { thinking, answers } =
        progress.trajectories.get(trajectoryKey(problem, sample)) ?? NOT_BEGUN;
      return budgets.map((budget) => {
        const answer = answers.get(budget);
        if (answer === undefined) {
          throw new RangeError(
            `Cannot seal ${run}: problem ${problem}, sample ${sample} has no answer at ${budget} tokens`,
          );
        }
        return {
          problem,
          sample,
          budget,
          answer,
          thinkingTokens: budget,
          ...seenBy(budget, thinking),
          seed,
        };
      });
    }).flat()
  );
}

/** What the result file says of its origin: the header's settings, and what its sessions told. */
export function metadataOf(
  { settings, progress }: BegunRun,
): GeneratedMetadata {
  const { budgets: _b, problems: _p, tokens: _t, ...fixed } = settings;
  const { sessions } = progress;
  return {
    ...fixed,
    flags: mergedFlags(sessions),
    machines: distinct(sessions.map(({ machine }) => machine)).filter((each) =>
      each !== null
    ),
  };
}
