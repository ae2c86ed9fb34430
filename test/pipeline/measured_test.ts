import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { aggregate } from "../../pipeline/aggregate.ts";
import { frontiers } from "../../pipeline/frontier.ts";
import { ingest } from "../../pipeline/ingest.ts";
import { measured } from "../../pipeline/measured.ts";
import { validate } from "../../pipeline/validate.ts";
import type { DataProblems } from "../../pipeline/study/data_problems.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";

Deno.test("measured() run by run gives what the stages give for all runs at once, of data/nano", async () => {
  const stages: string[] = [];
  const found = await measured("data/nano", {
    recounted: true,
    told: (stage) => stages.push(stage),
  });
  const ingested = await ingest("data/nano");
  const sound = validate(ingested);
  const measurements = aggregate(sound, ingested);
  deepEqual(found.measurements, measurements);
  deepEqual(found.frontiers, frontiers(measurements, ingested.study));
  deepEqual(found.provenance, sound.map(({ metadata }) => metadata));
  // Two models with the full cache, six budgets, each group above one.
  equal(found.recounted.length, 2 * 6 * (ingested.study.groups.length - 1));
  equal(stages[0], "ingest");
  equal(stages.filter((stage) => stage === "aggregate").length, sound.length);
});

Deno.test("measured() refuses what the stages refuse, in their words", () =>
  inTemporaryFolder(async (folder) => {
    const set = `${folder}/set`;
    await writeTinyDataSet(
      set,
      "set",
      (generations) =>
        generations.map((each) => ({ ...each, thinkingTokens: 1 })),
    );
    const said = async (refused: Promise<unknown>) => {
      let problems: unknown;
      await rejects(refused, (error: DataProblems) => {
        problems = [error.message, error.problems];
        return true;
      });
      return problems;
    };
    deepEqual(
      await said(measured(set)),
      await said(ingest(set).then(validate)),
    );
    const [file] = [...Deno.readDirSync(`${set}/sums`)];
    await Deno.writeTextFile(`${set}/sums/${file!.name}`, "damaged");
    deepEqual(await said(measured(set)), await said(ingest(set)));
  }));

Deno.test("measured() of data/paper by two threads gives what one thread gives, to the last bit", async () => {
  const both = await measured("data/paper", { threads: 2 });
  deepEqual(both, await measured("data/paper", { threads: 1 }));
  const models = new Set(both.measurements.map(({ model }) => model));
  deepEqual(models, new Set(both.study.models));
  equal(models.size, both.study.models.length);
});

Deno.test("measured() by two threads refuses a damaged file as one thread does", () =>
  inTemporaryFolder(async (folder) => {
    const set = `${folder}/paper`;
    await copyFolder("data/paper", set);
    await copyFolder("data/qwen3-h100", `${folder}/qwen3-h100`);
    await Deno.writeTextFile(`${set}/aime25/qwen3-8b-w4-rkv-2048.arrow`, "cut");
    const said = (threads: number) =>
      measured(set, { threads }).then(
        () => "nothing",
        (error: DataProblems) => JSON.stringify(error.problems),
      );
    const alone = await said(1);
    match(alone, /it has 3 bytes, the manifest says/);
    equal(await said(2), alone);
  }));

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}
