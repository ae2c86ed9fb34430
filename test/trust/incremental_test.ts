import { deepEqual } from "node:assert/strict";
import { touchedMeanwhile, touchedParts } from "./incremental.ts";

Deno.test("what is touched is made anew, and only that", async () => {
  const { tried, failed } = await touchedParts(2);
  deepEqual([tried, failed], [2, []]);
});

Deno.test("an input that changes during a build is not taken for what the build read", async () => {
  const { tried, failed } = await touchedMeanwhile(2);
  deepEqual([tried, failed], [2, []]);
});
