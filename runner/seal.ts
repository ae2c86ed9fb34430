/** Journals to result files and a manifest; the journals stay. */
import { type Manifest, sealDataSet } from "../pipeline/store/manifest.ts";
import { writeResultFile } from "../pipeline/store/result_file.ts";
import type { Generation } from "../pipeline/study/generation.ts";
import {
  plannedRuns,
  type Run,
  runFile,
  type RunMetadata,
  runName,
} from "../pipeline/study/run.ts";
import type { Study } from "../pipeline/study/study.ts";
import { rulesOf, type RunSettings } from "./settings.ts";
import { seenBy } from "./forcing.ts";
import { NOT_BEGUN, type Progress, trajectoryKey } from "./progress.ts";
import { type BegunRun, readRunJournal } from "./run_journal.ts";
import { trajectorySeed } from "./seed.ts";
import type { Session } from "./segment.ts";

/** What was sealed. */
export interface Sealed {
  readonly manifest: Manifest;
  /** Runs written from their journals. */
  readonly written: readonly string[];
  /** Planned runs without a journal. */
  readonly notBegun: readonly string[];
}

/**
 * Writes the result file of every run begun, then the manifest. RangeError
 * listing what is owed, before anything is written, when one is not complete.
 */
export async function sealRuns(folder: string, study: Study): Promise<Sealed> {
  const complete: Run[] = [];
  const notBegun: string[] = [];
  const owing: string[] = [];
  for (const run of plannedRuns(study)) {
    const begun = await readRunJournal(folder, study, run);
    const owed = begun ? answersOwed(begun) : 0;
    if (!begun) notBegun.push(runName(run));
    else if (owed > 0) owing.push(`${runName(run)} owes ${owed} generations`);
    else complete.push(run);
  }
  if (owing.length > 0) {
    throw new RangeError(
      `Cannot seal ${folder}: ${owing.join(", ")}; go on with deno task run`,
    );
  }
  // One run in memory at a time.
  for (const run of complete) {
    const begun = await readRunJournal(folder, study, run);
    if (!begun) {
      throw new Error(`Cannot seal ${runName(run)}: its journal is gone`);
    }
    await writeResultFile(
      folder,
      runFile(run),
      generationsOf(runName(run), begun),
      metadataOf(begun),
    );
  }
  return {
    manifest: await sealDataSet(folder),
    written: complete.map(runName),
    notBegun,
  };
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
export function metadataOf({ settings, progress }: BegunRun): RunMetadata {
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

/** One value where all sessions agree; else all of them, joined by ` | `. */
function mergedFlags(sessions: readonly Session[]): RunMetadata["flags"] {
  const names = new Set(sessions.flatMap(({ flags }) => Object.keys(flags)));
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const values = distinct(sessions.map(({ flags }) => flags[name] ?? null));
      return [
        name,
        values.length === 1
          ? values[0] ?? null
          : values.map((value) => value ?? "not told").join(" | "),
      ];
    }),
  );
}

function distinct<T>(values: readonly T[]): T[] {
  return [
    ...new Map(values.map((each) => [JSON.stringify(each), each])).values(),
  ];
}
