import { deepEqual, ok } from "node:assert/strict";
import {
  picturesByThreads,
  shuffledBuilds,
  touchedFigures,
  touchedInputs,
} from "./determinism.ts";
import { reproduceReaches } from "./permissions.ts";
import { driftedVerdicts } from "./verdicts.ts";

Deno.test("rows and files in another order, another folder, zone and language give the same bytes", async () => {
  const { tried, failed } = await shuffledBuilds(1);
  deepEqual(failed, []);
  ok(tried > 30);
});

Deno.test("one thread makes the pictures that two make", async () => {
  const { tried, failed } = await picturesByThreads(1);
  deepEqual([tried, failed], [2, []]);
});

Deno.test("what is touched is made anew, and nothing else is owed", async () => {
  deepEqual((await touchedFigures()).failed, []);
  deepEqual((await touchedInputs()).failed, []);
});

Deno.test("a ruling on record that the data do not give is told", async () => {
  const { tried, failed } = await driftedVerdicts(1);
  deepEqual([tried, failed], [6, []]);
});

Deno.test("reproduce reaches for what is on record and nothing else", async () => {
  deepEqual((await reproduceReaches()).failed, []);
});
