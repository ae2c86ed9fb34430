import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { ingest } from "../../../pipeline/ingest.ts";
import { sealDataSet } from "../../../pipeline/store/manifest.ts";
import { writeTimings } from "../../../pipeline/store/speed_writer.ts";
import type { DataProblems } from "../../../pipeline/study/data_problems.ts";
import type { Timing } from "../../../pipeline/study/timing.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";
import { timing } from "../../fixtures/timing.ts";

/** A sealed set with this timing. */
async function writeLender(
  folder: string,
  name: string,
  changed: Partial<Timing> = {},
): Promise<void> {
  await writeTinyDataSet(join(folder, name), name);
  await writeTimings(join(folder, name), [timing(changed)], {
    engine: "clockwork",
    engineVersion: "3",
  });
  await sealDataSet(join(folder, name));
}

Deno.test("lentTimings() are those of every set that alsoTimedBy names, with who took them, beside the set's own", () =>
  inTemporaryFolder(async (folder) => {
    await writeLender(folder, "fast");
    await writeLender(folder, "slow", { latencySeconds: 9 });
    await writeTinyDataSet(join(folder, "tiny"), "tiny", undefined, {
      alsoTimedBy: ["slow", "fast"],
    });
    const { lent, timings, timedOn } = await ingest(join(folder, "tiny"));
    deepEqual(
      lent.map(({ dataSet, timings: [one] }) => [dataSet, one!.latencySeconds]),
      [["slow", 9], ["fast", 2]],
    );
    deepEqual(lent[0]!.timedOn.engines, ["clockwork 3"]);
    deepEqual([timings, timedOn.engines], [[], []]);
    deepEqual((await ingest(join(folder, "fast"))).timedOn.engines, [
      "clockwork 3",
    ]);
  }));

Deno.test("lentTimings() tells of a set that is not there, one without timings and one whose timings are wrong, all at once", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(join(folder, "untimed"), "untimed");
    await writeLender(folder, "wrong", { latencySeconds: -1 });
    await writeTinyDataSet(join(folder, "tiny"), "tiny", undefined, {
      alsoTimedBy: ["ghost", "untimed", "wrong"],
    });
    const study = join(folder, "tiny", "study.json");
    await rejects(ingest(join(folder, "tiny")), (error: DataProblems) => {
      deepEqual(
        error.problems.map(({ file, problem }) => [file, problem]),
        [
          [
            study,
            `alsoTimedBy: there is no sealed data set ghost in ${folder}`,
          ],
          [study, "alsoTimedBy: the data set untimed has no timings"],
          [
            join(folder, "wrong", "timing.arrow"),
            "its latency_seconds are -1, not a number above 0",
          ],
        ],
      );
      return true;
    });
  }));

Deno.test("a study without alsoTimedBy borrows nothing", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(join(folder, "tiny"), "tiny");
    equal((await ingest(join(folder, "tiny"))).lent.length, 0);
  }));
