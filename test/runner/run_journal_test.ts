import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { plannedRuns } from "../../pipeline/study/run.ts";

import { journalFile, readRunJournal } from "../../runner/run_journal.ts";
import {
  generateRun,
  orderOf,
  writeAskedStudy,
} from "../fixtures/asked_study.ts";
import { withFakeVllm } from "../fixtures/fake_vllm.ts";
import { inTemporaryFolder, tinyStudy } from "../fixtures/tiny.ts";

Deno.test("readRunJournal() is null before a run is begun, then tells what is done", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    const run = plannedRuns(study)[0]!;
    equal(
      journalFile(folder, run),
      join(folder, ".journal/sums/one-w16-full"),
    );
    equal(await readRunJournal(folder, study, run), null);
    await withFakeVllm({}, async (fake) => {
      await generateRun(await orderOf(fake, folder, study));
    });
    const { settings, progress } = (await readRunJournal(folder, study, run))!;
    equal(settings.engineVersion, "0.32.0");
    equal(progress.trajectories.size, 12);
    equal(progress.sessions.length, 1);
  }));

Deno.test("readRunJournal() refuses a study that has changed since, naming what", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    const run = plannedRuns(study)[0]!;
    await withFakeVllm({}, async (fake) => {
      await generateRun(await orderOf(fake, folder, study));
    });
    await rejects(
      readRunJournal(
        folder,
        tinyStudy({ budgets: [8, 12], samples: { full: 3, compressed: 2 } }),
        run,
      ),
      (error: Error) => {
        equal(
          error.message,
          `Cannot use ${
            journalFile(folder, run)
          }: the study has changed since, samples was 4, is 3; budgets was [8,16], is [8,12]`,
        );
        return error instanceof RangeError;
      },
    );
    const other = tinyStudy({ title: "Renamed" });
    deepEqual(
      (await readRunJournal(folder, other, run))!.progress.trajectories.size,
      12,
      "a title is no setting of a run",
    );
  }));
