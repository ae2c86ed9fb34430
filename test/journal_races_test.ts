import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { readJournal } from "../pipeline/store/journal.ts";
import { startRacer } from "./fixtures/journal_racer.ts";
import { inTemporaryFolder } from "./fixtures/tiny.ts";

Deno.test("of two processes that open a journal at once exactly one writes, 100 times", () =>
  inTemporaryFolder(async (folder) => {
    const racers = ["a", "b"].map((name) => startRacer(name));
    try {
      for (let round = 0; round < 100; round++) {
        const path = join(folder, `${round}`);
        const said = await Promise.all(racers.map((race) => race.open(path)));
        deepEqual(said.toSorted(), [
          `Cannot write ${path}: another runner holds it`,
          "opened",
        ]);
        let records = 0;
        await readJournal(path, () => () => void records++);
        equal(records, 1);
        for (const race of racers) await race.close();
      }
    } finally {
      for (const race of racers) await race.end();
    }
  }));
