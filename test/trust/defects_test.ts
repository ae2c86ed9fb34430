import { deepEqual, equal } from "node:assert/strict";
import { badTables } from "./bad_tables.ts";
import { allAtOnce, badFiles, badRows, missingCells } from "./defects.ts";

const PLACEMENTS = 3;

Deno.test("every class of defects is told wherever it is planted, with its row or file", async () => {
  const trials = [
    ...await badRows(PLACEMENTS),
    await missingCells(PLACEMENTS),
    ...await badTables(PLACEMENTS),
    ...await badFiles(PLACEMENTS),
  ];
  deepEqual(trials.filter(({ failed }) => failed.length > 0), []);
  deepEqual(
    trials.filter(({ tried }) => tried !== PLACEMENTS),
    [],
  );
  equal(trials.length, 28);
});

Deno.test("all classes of bad rows in one file are told in one pass", async () => {
  const { tried, failed } = await allAtOnce(PLACEMENTS);
  deepEqual([tried, failed], [14 * PLACEMENTS, []]);
});
