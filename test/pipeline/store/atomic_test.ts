import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { writeAtomically } from "../../../pipeline/store/atomic.ts";
import { simulatedDisk, type Trouble } from "../../fixtures/simulated_disk.ts";
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

Deno.test("writeAtomically() on a full or failing disk is told and leaves the earlier file; with room again it replaces it", async () => {
  const earlier = new TextEncoder().encode("kept");
  for (const trouble of [{ room: 3 }, { room: 0 }, { syncFails: true }]) {
    const now: Trouble = { ...trouble, mouthful: 2 };
    const { files } = simulatedDisk(
      new Map([["set", new Map([["file", earlier]])]]),
      now,
    );
    const content = async () => {
      const file = (await files.openToRead("set/file"))!;
      const bytes = new Uint8Array(await file.size());
      await file.read(bytes);
      return new TextDecoder().decode(bytes);
    };
    await rejects(
      writeAtomically("set/file", "lost?", files),
      /No space left|Input\/output error/,
    );
    equal(await content(), "kept");
    Object.assign(now, { room: 100, syncFails: false });
    await writeAtomically("set/file", "new", files);
    equal(await content(), "new");
  }
});
