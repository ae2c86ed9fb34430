import { deepEqual, match, throws } from "node:assert/strict";
import { join } from "node:path";
import { ingest } from "../../../pipeline/ingest.ts";
import { readManifest, readSealed } from "../../../pipeline/store/manifest.ts";
import { checkPlain, links } from "../../../pipeline/store/plain_path.ts";
import { link } from "../../fixtures/link.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";

const RESULT = "sums/two-w16-full.arrow";

/** Puts a link where a file or folder of a sound set is; gives what is said of the set. */
async function linked(path: string): Promise<string> {
  let said = "it was taken";
  await inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    await Deno.rename(join(set, path), join(folder, "elsewhere"));
    await link(
      join(Deno.cwd(), folder, "elsewhere"),
      join(set, path),
    );
    await ingest(set).catch(({ message }) => said = message);
  });
  return said;
}

Deno.test("a data set in which any file or folder is a link is refused, and the link named", async () => {
  for (
    const path of ["study.json", "sums.json", "manifest.json", "sums", RESULT]
  ) {
    match(await linked(path), new RegExp(`tiny/${path}: it is a link`), path);
  }
});

Deno.test("checkPlain() refuses paths that leave the folder", () => {
  for (const path of ["../x", "a/../../x", "/etc/passwd", "a//b", "."]) {
    throws(
      () => checkPlain("data/nano", path),
      /it does not lie in the folder/,
    );
  }
  checkPlain("data/nano", "chain/nano-l-w16-full.arrow");
  checkPlain("data/nano", "not/there");
  throws(
    () => checkPlain("data/nano", "study.json/inner"),
    Deno.errors.NotADirectory,
  );
});

Deno.test("a manifest whose paths leave the folder is refused before any file is read", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const text = await Deno.readTextFile(join(set, "manifest.json"));
    for (
      const path of [
        "../tiny/sums/two-w16-full.arrow",
        "/etc/passwd",
        "sums\\\\two",
        "sums/a/b.arrow",
      ]
    ) {
      await Deno.writeTextFile(
        join(set, "manifest.json"),
        text.replace(RESULT, path),
      );
      await ingest(set).then(
        () => throws(() => {}),
        ({ message }) =>
          match(message, /manifest\.json: .*give a path inside the folder/s),
      );
    }
  }));

Deno.test("links() are those of the folder and of its folders, in order", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    deepEqual(await links(set), []);
    await link("sums.json", join(set, "other.json"));
    await link("two-w16-full.arrow", join(set, "sums/more.arrow"));
    // Weights may be links, and nobody looks into what begins with a dot.
    for (const name of ["weights", ".journal"]) {
      await Deno.mkdir(join(set, name));
      await link("../sums.json", join(set, name, "inner"));
    }
    await link("sums.json", join(set, ".hidden"));
    deepEqual(await links(set), ["other.json", "sums/more.arrow"]);
    throws(
      () =>
        readSealed(set, {
          schema: 1,
          files: [{ path: "other.json", sha256: "", bytes: 0, rows: null }],
        }, "other.json"),
      /other\.json: it is a link/,
    );
    deepEqual((await readManifest(set))!.files.length, 4);
  }));
