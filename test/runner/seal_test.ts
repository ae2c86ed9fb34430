import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { ingest } from "../../pipeline/ingest.ts";
import { readResult } from "../../pipeline/store/result_file.ts";
import { plannedRuns } from "../../pipeline/study/run.ts";
import { validate } from "../../pipeline/validate.ts";
import type { RunSettings } from "../../runner/settings.ts";
import { noProgress, type Trajectory } from "../../runner/progress.ts";

import { readRunJournal } from "../../runner/run_journal.ts";
import { generationsOf, metadataOf, sealRuns } from "../../runner/seal.ts";
import type { Session } from "../../runner/segment.ts";
import { trajectorySeed } from "../../pipeline/study/trajectory_seed.ts";
import {
  generateRun,
  orderOf,
  writeAskedStudy,
} from "../fixtures/asked_study.ts";
import { contents } from "../fixtures/commands.ts";
import { type FakeOptions, withFakeVllm } from "../fixtures/fake_vllm.ts";
import {
  inTemporaryFolder,
  tinyMetadata,
  tinyStudy,
} from "../fixtures/tiny.ts";

/** Generates the first run of a study, then the second. */
async function generateBoth(
  folder: string,
  options: FakeOptions,
  concurrency = 4,
) {
  const study = await writeAskedStudy(folder);
  for (const [at, run] of plannedRuns(study).entries()) {
    const models = [["one"], ["two"]][at]!;
    await withFakeVllm({ ...options, models }, async (fake) => {
      await generateRun(
        await orderOf(fake, folder, study, {
          run,
          concurrency,
          weights: { source: run.model.source, digest: null },
        }),
      );
    });
  }
  return study;
}

Deno.test("what is sealed is what the journals tell, and the pipeline finds it sound", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await generateBoth(folder, { stopOneIn: 5 });
    const { manifest, written, notBegun } = await sealRuns(folder, study);
    deepEqual(written, ["sums/one-w16-full", "sums/two-w16-full"]);
    deepEqual(notBegun, []);
    deepEqual(manifest.files.map(({ path, rows }) => [path, rows]), [
      ["study.json", null],
      ["sums.json", 3],
      ["sums/one-w16-full.arrow", 24],
      ["sums/two-w16-full.arrow", 24],
    ]);
    equal(validate(await ingest(folder)).length, 2);

    const run = plannedRuns(study)[0]!;
    const path = join(folder, "sums/one-w16-full.arrow");
    const { generations, metadata } = readResult(
      await Deno.readFile(path),
      path,
    );
    const { progress } = (await readRunJournal(folder, study, run))!;
    let row = 0;
    for (const problem of ["p-1", "p-2", "p-3"]) {
      for (let sample = 0; sample < 4; sample++) {
        const { thinking, answers } = progress.trajectories.get(
          `${problem} ${sample}`,
        )!;
        for (const budget of [8, 16]) {
          equal(generations.problems[generations.problem[row]!], problem);
          equal(generations.sample[row], sample);
          equal(generations.budget[row], budget);
          const answer = generations.answer[row]!;
          equal(
            answer < 0 ? null : generations.answers[answer],
            answers.get(budget),
          );
          equal(generations.thinkingTokens[row], budget);
          const { naturalEnd } = thinking;
          const seen = naturalEnd !== null && naturalEnd <= budget;
          equal(generations.naturalEnd[row], seen ? naturalEnd : -1);
          equal(
            generations.waits[row],
            thinking.waits.filter((begun) => begun < budget).length,
          );
          equal(
            generations.seed[row],
            trajectorySeed(7, "sums/one-w16-full", problem, sample),
          );
          row++;
        }
      }
    }
    equal(generations.rows, row);
    ok(metadata.kind !== "imported");
    equal(metadata.engine, "vllm");
    equal(metadata.engineVersion, "0.32.0");
    equal(metadata.flags.max_model_len, 512);
    deepEqual(metadata.machines, [
      { gpu: null, driver: null, cpu: "two cores" },
    ]);
  }));

Deno.test("sealed bytes hang neither on concurrency nor on failures that pass", () =>
  inTemporaryFolder(async (outer) => {
    const sealed = async (
      name: string,
      options: FakeOptions,
      concurrency: number,
    ) => {
      const folder = join(outer, name, "tiny");
      const study = await generateBoth(folder, options, concurrency);
      await sealRuns(folder, study);
      return [...contents(folder)].filter(([path]) =>
        !path.startsWith("/.journal/")
      );
    };
    const alone = await sealed("alone", { stopOneIn: 5 }, 1);
    deepEqual(
      await sealed("troubled", {
        stopOneIn: 5,
        slowness: 1,
        failure: (seed, before) =>
          before < seed % 3 ? seed % 2 ? 503 : "hang up" : null,
      }, 9),
      alone,
    );
  }));

Deno.test("sealRuns() refuses an incomplete run, naming what it owes, and writes nothing", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    const interrupted = new AbortController();
    await withFakeVllm({}, async (fake) => {
      let answers = 0;
      await rejects(generateRun(
        await orderOf(fake, folder, study, {
          concurrency: 1,
          signal: interrupted.signal,
          told: (news) => {
            if (news.kind === "kept" && news.answer && ++answers === 6) {
              interrupted.abort(new Error("Interrupted"));
            }
          },
        }),
      ));
    });
    const before = contents(folder);
    await rejects(sealRuns(folder, study), {
      name: "RangeError",
      message:
        `Cannot seal ${folder}: sums/one-w16-full owes 18 generations; go on with deno task run`,
    });
    deepEqual(contents(folder), before);
  }));

Deno.test("an incomplete run keeps a complete one from being sealed, and earlier files as they were", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await generateBoth(folder, {});
    await sealRuns(folder, study);
    // The second journal loses its last record.
    const journal = join(folder, ".journal/sums/two-w16-full");
    const { size } = await Deno.stat(journal);
    await Deno.truncate(journal, size - 1);
    const before = contents(folder);
    await rejects(
      sealRuns(folder, study),
      /sums\/two-w16-full owes 1 generations/,
    );
    deepEqual(contents(folder), before);
  }));

Deno.test("sealRuns() seals the runs begun and names the others", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    await withFakeVllm({}, async (fake) => {
      await generateRun(await orderOf(fake, folder, study));
    });
    const { written, notBegun } = await sealRuns(folder, study);
    deepEqual(written, ["sums/one-w16-full"]);
    deepEqual(notBegun, ["sums/two-w16-full"]);
  }));

Deno.test("sealRuns() refuses a damaged journal", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await generateBoth(folder, {});
    const journal = join(folder, ".journal/sums/one-w16-full");
    const bytes = await Deno.readFile(journal);
    bytes[bytes.length >> 1]! ^= 4;
    await Deno.writeFile(journal, bytes);
    await rejects(sealRuns(folder, study), /it is damaged, at byte [0-9]+$/);
    equal(contents(folder).has("/manifest.json"), false);
  }));

Deno.test("sealRuns() refuses a data set of which no run is complete and none was sealed", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    const before = contents(folder);
    await rejects(sealRuns(folder, study), {
      name: "RangeError",
      message: `Cannot seal ${folder}: no run is complete and nothing is timed`,
    });
    deepEqual(contents(folder), before);
  }));

Deno.test("a run sealed before stays when its journal is gone, and the manifest with it", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await generateBoth(folder, {});
    await sealRuns(folder, study);
    await Deno.remove(join(folder, ".journal/sums/two-w16-full"));
    const before = contents(folder);
    const { written, kept, notBegun } = await sealRuns(folder, study);
    deepEqual(written, ["sums/one-w16-full"]);
    deepEqual(kept, ["sums/two-w16-full"]);
    deepEqual(notBegun, []);
    deepEqual(contents(folder), before);
    await Deno.remove(join(folder, ".journal"), { recursive: true });
    const all = await sealRuns(folder, study);
    deepEqual(all.kept, ["sums/one-w16-full", "sums/two-w16-full"]);
  }));

Deno.test("sealRuns() writes nothing when a file beside the runs cannot be sealed, and takes no notes", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await generateBoth(folder, {});
    await Deno.writeTextFile(join(folder, "notes.json"), '["a note"]');
    await Deno.writeTextFile(join(folder, "other.arrow"), "");
    const before = contents(folder);
    await rejects(sealRuns(folder, study), {
      name: "DataProblems",
      message: `Cannot seal ${folder}: 1 problem\n` +
        `  - ${folder}/other.arrow: the study plans no such run`,
    });
    deepEqual(contents(folder), before);
    await Deno.remove(join(folder, "other.arrow"));
    const { manifest } = await sealRuns(folder, study);
    equal(manifest.files.some(({ path }) => path === "notes.json"), false);
    equal((await ingest(folder)).runs.length, 2);
  }));

Deno.test("an Arrow file put in the place of a run is replaced from the journal, not approved", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await generateBoth(folder, {});
    await sealRuns(folder, study);
    const before = contents(folder);
    await Deno.copyFile(
      join(folder, "sums/one-w16-full.arrow"),
      join(folder, "sums/two-w16-full.arrow"),
    );
    await sealRuns(folder, study);
    deepEqual(contents(folder), before);
  }));

const study = tinyStudy();
const run = plannedRuns(study)[0]!;
const { flags: _f, machines: _m, ...fixed } = tinyMetadata(study, run, "tiny");
const settings: RunSettings = {
  ...fixed,
  samples: 1,
  budgets: [8, 16],
  problems: ["p-2", "p-1"],
  tokens: { stop: [2], wait: [5], closeThink: [2], finalPrompt: [6] },
};

const trajectory = (changed: Partial<Trajectory["thinking"]>): Trajectory => ({
  thinking: {
    ids: [],
    spent: 16,
    naturalEnd: null,
    waits: [],
    segments: 1,
    ...changed,
  },
  answers: new Map([[16, null], [8, "7}"]]),
});

Deno.test("generationsOf() worked: rows by problem in the file's order, sample and budget", () => {
  const trajectories = new Map([
    ["p-1 0", trajectory({})],
    ["p-2 0", trajectory({ naturalEnd: 8, waits: [8, 12] })],
  ]);
  const rows = generationsOf("r", {
    settings,
    progress: { trajectories },
  });
  deepEqual(
    rows.map(({ problem, budget, answer, naturalEnd, waits }) => [
      problem,
      budget,
      answer,
      naturalEnd,
      waits,
    ]),
    [
      ["p-2", 8, "7}", 8, 0],
      ["p-2", 16, null, 8, 2],
      ["p-1", 8, "7}", null, 0],
      ["p-1", 16, null, null, 0],
    ],
  );
  trajectories.delete("p-1 0");
  throws(
    () => generationsOf("r", { settings, progress: { trajectories } }),
    /Cannot seal r: problem p-1, sample 0 has no answer at 8 tokens/,
  );
});

Deno.test("metadataOf() merges sessions: one value where they agree, all where they do not", () => {
  const session = (
    flags: Session["flags"],
    cpu: string | null,
  ): Session => ({
    kind: "session",
    flags,
    machine: cpu === null ? null : { gpu: null, driver: null, cpu },
  });
  const merged = (...sessions: Session[]) => {
    const { flags, machines } = metadataOf({
      settings,
      progress: { ...noProgress(), sessions },
    });
    return [flags, machines.map(({ cpu }) => cpu)];
  };
  const first = session({ b: 1, a: "x" }, "A");
  deepEqual(merged(first, first, first), [{ a: "x", b: 1 }, ["A"]]);
  deepEqual(
    merged(first, session({ b: 2, a: "x" }, "B"), session({ b: 1 }, null)),
    [{ a: "x | not told", b: "1 | 2" }, ["A", "B"]],
  );
  deepEqual(merged(), [{}, []]);
});
