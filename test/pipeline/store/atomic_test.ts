import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { writeAtomically } from "../../../pipeline/store/atomic.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("writeAtomically() replaces a file and leaves no temporary one", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "new", "file");
    await writeAtomically(path, "first");
    await writeAtomically(path, Uint8Array.of(65));
    equal(await Deno.readTextFile(path), "A");
    deepEqual(
      [...Deno.readDirSync(join(folder, "new"))].map(({ name }) => name),
      ["file"],
    );
  }));

Deno.test("writeAtomically() that fails leaves the earlier file as it was", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "file");
    await writeAtomically(path, "kept");
    await Deno.mkdir(`${path}.tmp`);
    await rejects(writeAtomically(path, "lost"));
    equal(await Deno.readTextFile(path), "kept");
  }));
