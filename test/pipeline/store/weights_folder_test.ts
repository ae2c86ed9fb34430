import { equal, notEqual, rejects } from "node:assert/strict";
import { join } from "node:path";
import { weightsDigest } from "../../../pipeline/store/weights_folder.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("weightsDigest() worked: a digest over names and digests computed elsewhere", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "b.safetensors"), "B");
    await Deno.writeTextFile(join(folder, "a.safetensors"), "A");
    await Deno.writeTextFile(join(folder, "config.json"), "{}");
    await Deno.mkdir(join(folder, "c.safetensors"));
    const digest = await weightsDigest(folder);
    equal(
      digest,
      "b94da5b47f3a454c7847d1f6f51c9fcc8aa0933186531499af919415211568f5",
    );
    await Deno.rename(
      join(folder, "b.safetensors"),
      join(folder, "d.safetensors"),
    );
    notEqual(await weightsDigest(folder), digest);
  }));

Deno.test("weightsDigest() is null where no weights are", () =>
  inTemporaryFolder(async (folder) => {
    equal(await weightsDigest(folder), null);
    equal(await weightsDigest(join(folder, "gone")), null);
    await Deno.writeTextFile(join(folder, "file"), "");
    equal(await weightsDigest(join(folder, "file")), null);
  }));

Deno.test("weightsDigest() does not mind in which order files were made, and lets through what is wrong", () =>
  inTemporaryFolder(async (folder) => {
    const names = Array.from({ length: 12 }, (_, i) => `w-${i}.safetensors`);
    const digests: (string | null)[] = [];
    for (const order of [names, names.toReversed()]) {
      const home = join(folder, order[0]!);
      await Deno.mkdir(home);
      for (const name of order) {
        await Deno.writeTextFile(join(home, name), name);
      }
      digests.push(await weightsDigest(home));
    }
    equal(digests[0], digests[1]);
    await rejects(weightsDigest("x".repeat(1000)));
  }));
