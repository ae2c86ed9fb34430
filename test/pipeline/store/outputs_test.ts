import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import {
  intactPictures,
  pictureList,
  publishedSets,
  writeOutputs,
  writeOverview,
} from "../../../pipeline/store/outputs.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const made = new Map([
  ["figure-01.png", { source: "s1", content: bytes("one") }],
  ["figure-02.png", { source: "s2", content: bytes("two") }],
]);

async function writePictures(folder: string) {
  await writeOutputs(
    folder,
    new Map<string, Uint8Array | string>([
      ...[...made].map(([name, { content }]) => [name, content] as const),
      pictureList(made, []),
    ]),
  );
}

Deno.test("intactPictures() knows what pictures were made from, and none that changed or went", () =>
  inTemporaryFolder(async (folder) => {
    deepEqual([...await intactPictures(folder)], []);
    await writePictures(folder);
    const sources = async () =>
      [...await intactPictures(folder)].map(([name, { source }]) =>
        `${name} ${source}`
      );
    deepEqual(await sources(), ["figure-01.png s1", "figure-02.png s2"]);
    await Deno.writeTextFile(join(folder, "figure-01.png"), "painted over");
    deepEqual(await sources(), ["figure-02.png s2"]);
    await Deno.remove(join(folder, "figure-02.png"));
    deepEqual(await sources(), []);
    await Deno.writeTextFile(join(folder, "pictures.json"), "not JSON");
    deepEqual(await sources(), []);
  }));

Deno.test("writeOutputs() leaves what is kept and what is not ours, removes the rest", () =>
  inTemporaryFolder(async (folder) => {
    await writePictures(folder);
    for (
      const name of [
        "notes.txt",
        "my-index.html",
        "table-1.md.old",
        "table-x.md",
      ]
    ) await Deno.writeTextFile(join(folder, name), "mine");
    await writeOutputs(
      folder,
      new Map([["index.html", "new"]]),
      new Set(["figure-02.png"]),
    );
    deepEqual(
      [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
      [
        ...["figure-02.png", "index.html", "my-index.html", "notes.txt"],
        ...["table-1.md.old", "table-x.md"],
      ],
    );
  }));

Deno.test("publishedSets() reads every folder with a page, and refuses findings that are none", () =>
  inTemporaryFolder(async (folder) => {
    const write = async (path: string, text: string) => {
      await Deno.mkdir(join(folder, path.split("/")[0]!), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    };
    await write("b/index.html", "");
    await write("a/index.html", "");
    await write(
      "a/findings.json",
      JSON.stringify({
        schema: 1,
        dataSet: "a",
        title: "A",
        kind: "measured",
        partial: false,
        findings: [{ finding: "finding-1", says: "supported", p: 0.01 }],
      }),
    );
    await write("no-page/findings.json", "{}");
    await write("paper-2/index.html", "");
    await write("my-paper-2/index.html", "");
    const sets = await publishedSets(folder);
    deepEqual(sets.map(({ folder }) => folder), ["a", "b", "my-paper-2"]);
    deepEqual(sets[0]!.findings!.findings, [
      { finding: "finding-1", says: "supported" },
    ]);
    equal(sets[1]!.findings, null);
    await write("b/findings.json", `{"kind":"guessed"}`);
    await rejects(
      publishedSets(folder),
      /^TypeError: Cannot list the data set of .*b\/findings\.json: /,
    );
  }));

Deno.test("pictureList() is sorted by name, and names outside ours are not read from it", () =>
  inTemporaryFolder(async (folder) => {
    const kept = ["figure-03.png", "figure-00.png", "figure-04.png"].map((
      name,
    ) => ({ name, source: "s", sha256: "d" }));
    const [name, text] = pictureList(made, kept);
    equal(name, "pictures.json");
    deepEqual(
      JSON.parse(text).pictures.map(({ name }: { name: string }) => name),
      [0, 1, 2, 3, 4].map((figure) => `figure-0${figure}.png`),
    );
    await Deno.mkdir(join(folder, "inner"));
    await Deno.writeTextFile(join(folder, "notes.txt"), "one");
    const [, list] = pictureList(
      new Map([["../notes.txt", { source: "s", content: bytes("one") }]]),
      [],
    );
    await Deno.writeTextFile(join(folder, "inner/pictures.json"), list);
    equal((await intactPictures(join(folder, "inner"))).size, 0);
  }));

Deno.test("writeOverview() writes the page over all others", () =>
  inTemporaryFolder(async (folder) => {
    await writeOverview(folder, "<p>");
    equal(await Deno.readTextFile(join(folder, "index.html")), "<p>");
  }));
