import { deepEqual } from "node:assert/strict";
import { filesUnder } from "./fixtures/task.ts";
import { AREAS } from "./mutation/sources.ts";

/** What is no program of ours: the bytes of compiled kernels. */
const LEFT_OUT = [
  "pipeline/store/columns_bytes.ts",
  "pipeline/statistics/kernel_bytes.ts",
];

Deno.test("every file of the store and the statistics is mutated once, and the tests named for it are there", () => {
  const all = Object.values(AREAS).flat();
  const mutated = all.map(({ source }) => source);
  deepEqual(mutated.length, new Set(mutated).size);
  const wanted = ["pipeline/store", "pipeline/statistics"].flatMap((folder) =>
    [...filesUnder(folder).keys()].filter((path) => path.endsWith(".ts"))
      .map((path) => `${folder}/${path}`)
  );
  deepEqual(
    wanted.filter((path) => !mutated.includes(path)),
    LEFT_OUT,
  );
  for (const path of all.flatMap(({ source, tests }) => [source, ...tests])) {
    Deno.statSync(path);
  }
});
