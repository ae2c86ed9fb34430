import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { openJournal } from "../../pipeline/store/journal.ts";
import { plannedRuns } from "../../pipeline/study/run.ts";

import { journalFile, readRunJournal } from "../../runner/run_journal.ts";
import { headerOf } from "../../runner/settings.ts";
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

Deno.test("readRunJournal() merges shards: every trajectory from the journal that is farthest with it, all sessions", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    const run = plannedRuns(study)[0]!;
    await withFakeVllm({ stopOneIn: 6 }, async (fake) => {
      const shards = [0, 1, 2].map((index) => ({ index, count: 3 }));
      for (const shard of shards) {
        const machine = { gpu: `H${shard.index}`, driver: null, cpu: null };
        await generateRun(
          await orderOf(fake, folder, study, { shard, machine }),
        );
        // What another count of shards did besides: all of it elsewhere already.
        const more = { index: 0, count: 1 };
        await generateRun(
          await orderOf(fake, folder, study, { shard: more }),
        );
      }
    });
    const begun = (await readRunJournal(folder, study, run))!;
    equal(begun.progress.trajectories.size, 12);
    const machines = begun.progress.sessions.map(({ machine }) => machine!);
    deepEqual(machines.map(({ gpu }) => gpu), [null, "H0"]);
  }));

Deno.test("readRunJournal() refuses shards of other settings, and so does a call beside them", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    const run = plannedRuns(study)[0]!;
    const shard = (index: number) => ({ index, count: 2 });
    await withFakeVllm({}, async (fake) => {
      await generateRun(
        await orderOf(fake, folder, study, { shard: shard(0) }),
      );
      const { settings } = (await readRunJournal(folder, study, run))!;
      const other = { ...settings, engineVersion: "0.33.0" };
      const path = journalFile(folder, run, shard(1));
      const journal = await openJournal(path, headerOf(run, other), () => {});
      await journal.close();
      await rejects(readRunJournal(folder, study, run), {
        name: "RangeError",
        message: `Cannot merge ${path}: it was begun with other settings than ${
          journalFile(folder, run, shard(0))
        }, engineVersion was "0.32.0", is "0.33.0"`,
      });
      await rejects(
        orderOf(fake, folder, study, { shard: shard(0) }).then(generateRun),
        /Cannot go on beside .*shard-1-of-2: it was begun with other settings, engineVersion was "0.33.0", is "0.32.0"/,
      );
    });
  }));
