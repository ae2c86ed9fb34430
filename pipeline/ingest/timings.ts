/** The timings of a data set, its own or lent. */
import { dirname, join } from "../store/paths.ts";
import {
  checkRows,
  type Manifest,
  readManifest,
  readSealed,
} from "../store/manifest.ts";
import {
  readTimings,
  TIMING_FILE,
  timingOrigin,
} from "../store/speed_files.ts";
import type { DataProblem } from "../study/data_problems.ts";
import type { LentTimings } from "../study/lent_speeds.ts";
import type { Study } from "../study/study.ts";
import { type TimedOn, timedOn } from "../study/timed_on.ts";
import { type Timing, timingProblems } from "../study/timing.ts";
import { attempt, refuse } from "./problems.ts";
import { sealedStudy } from "./sealed_study.ts";

/** Timings, and what took them. */
export interface Timings {
  readonly timings: readonly Timing[];
  readonly timedOn: TimedOn;
}

/** Timings, and the kind of the set they are of. */
type KindOfTimings = Timings & Pick<LentTimings, "kind">;

/** The timings of a data set, checked against its own study: a set that borrows them may have studied less. */
export async function timingsOf(folder: string): Promise<Timings> {
  const file = join(folder, TIMING_FILE);
  const manifest = await readManifest(folder);
  if (!manifest) {
    throw new TypeError(`Cannot use ${file}: it is not in a manifest`);
  }
  const { timings, timedOn } = await sealedTimings(folder, manifest);
  return { timings, timedOn };
}

async function sealedTimings(
  folder: string,
  manifest: Manifest,
): Promise<KindOfTimings> {
  const file = join(folder, TIMING_FILE);
  const bytes = readSealed(folder, manifest, TIMING_FILE);
  const timings = readTimings(bytes, file);
  checkRows(folder, manifest, TIMING_FILE, timings.length);
  const study = await sealedStudy(folder, manifest);
  const problems = timingProblems(study, timings);
  refuse(folder, problems.map((each) => ({ file, ...each })));
  return {
    timings,
    timedOn: timedOn(timingOrigin(bytes, file)),
    kind: study.kind,
  };
}

/** The timings of every data set beside this one that its study names in `alsoTimedBy`; one that is unknown or has none is told of. */
export async function lentTimings(
  folder: string,
  { alsoTimedBy = [] }: Study,
  problems: DataProblem[],
): Promise<LentTimings[]> {
  const lent: LentTimings[] = [];
  for (const dataSet of alsoTimedBy) {
    const lender = join(dirname(folder), dataSet);
    await attempt(problems, join(lender, TIMING_FILE), async () => {
      const manifest = await readManifest(lender);
      const sealed = manifest?.files.some(({ path }) => path === TIMING_FILE);
      if (manifest && sealed) {
        lent.push({ dataSet, ...await sealedTimings(lender, manifest) });
        return;
      }
      problems.push({
        file: join(folder, "study.json"),
        row: null,
        problem: manifest
          ? `alsoTimedBy: the data set ${dataSet} has no timings`
          : `alsoTimedBy: there is no sealed data set ${dataSet} in ${
            dirname(folder)
          }`,
      });
    });
  }
  return lent;
}
