import { deepEqual, equal, ok } from "node:assert/strict";
import { licences, pinned, tampering } from "./dependencies.ts";

Deno.test("every package is pinned with its digest, no script is approved, and every lock is frozen", async () => {
  const { tried, failed } = await pinned();
  deepEqual(failed, []);
  ok(tried > 300);
});

Deno.test("a frozen install refuses a tampered package and a tampered lock, and runs no script of a package", async () => {
  const { tried, failed } = await tampering();
  deepEqual([tried, failed], [5, []]);
});

Deno.test("every package of the pipeline and the runner is under a licence we know", async () => {
  const known = await licences();
  deepEqual([...known.keys()], [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Python-2.0",
    // Bitstream Vera's and public domain, in words.
    "SEE LICENSE IN README.md AND LICENSE",
    "Unlicense",
    // Its LICENSE is MIT.
    "none said",
  ]);
  deepEqual(known.get("none said"), ["png-js@2.0.0"]);
  equal(known.get("SEE LICENSE IN README.md AND LICENSE")?.length, 1);
});
