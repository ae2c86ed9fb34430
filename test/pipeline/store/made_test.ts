import { deepEqual, equal, throws } from "node:assert/strict";
import { join } from "node:path";
import {
  borrowed,
  differences,
  digests,
  isSettled,
  type Made,
  readMade,
  writeMade,
} from "../../../pipeline/store/made.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const MADE: Made = {
  asked: "Deno 2",
  code: { "a.ts": "1", "b.ts": "2" },
  data: { "data/x/study.json": "3" },
  outputs: { "figures/x/index.html": "4" },
};

Deno.test("differences() by hand: one file changed, one new, one gone, an output touched, another option", () => {
  deepEqual(differences(MADE, MADE), []);
  deepEqual(
    differences(MADE, {
      asked: "Deno 2 --png",
      code: { "a.ts": "9", "c.ts": "2" },
      data: MADE.data,
      outputs: { "figures/x/index.html": "5" },
    }),
    [
      "it was made as Deno 2, now Deno 2 --png",
      "a.ts has changed",
      "b.ts is gone",
      "c.ts is new",
      "figures/x/index.html is not as it was made",
    ],
  );
  deepEqual(differences(null, MADE), [
    "there is no record of what it was made from",
  ]);
});

Deno.test("isSettled() minds what changed meanwhile, not what was made", () => {
  const after = { ...MADE, outputs: {} };
  equal(isSettled(MADE, after), true);
  equal(isSettled(MADE, { ...after, data: {} }), false);
  equal(isSettled(MADE, { ...after, code: { "a.ts": "1" } }), false);
  equal(isSettled(MADE, { ...after, asked: "Deno 3" }), false);
});

Deno.test("digests() are of every file a pattern takes, below folders too; a record is none of them", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.mkdir(join(folder, "inner"));
    await Deno.writeTextFile(join(folder, "inner/a.json"), "abc");
    await Deno.writeTextFile(join(folder, "b.txt"), "abc");
    await writeMade(folder, MADE);
    deepEqual(await readMade(folder), MADE);
    const [path, digest] = Object.entries(digests([folder], /\.json$/))[0]!;
    equal(path, join(folder, "inner/a.json"));
    // FIPS 180-2, appendix B.1.
    equal(
      digest,
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    equal(Object.keys(digests([folder])).length, 2);
    deepEqual(digests([join(folder, "nosuch")]), {});
    // What begins with a dot and packages are no files of ours, and a path through a file is an error.
    for (const name of [".hidden", "node_modules"]) {
      await Deno.mkdir(join(folder, name));
      await Deno.writeTextFile(join(folder, name, "c.json"), "abc");
    }
    equal(Object.keys(digests([folder])).length, 2);
    deepEqual(Object.keys(digests([join(folder, "b.txt")])), [
      join(folder, "b.txt"),
    ]);
    throws(() => digests([join(folder, "b.txt", "inner")]));
    await Deno.writeTextFile(join(folder, "made.json"), "{");
    equal(await readMade(folder), null);
  }));

Deno.test("borrowed() are the study, the manifest and the timings of every set that lends them", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "mine");
    const written = async (study: string) => {
      await Deno.mkdir(set, { recursive: true });
      await Deno.writeTextFile(join(set, "study.json"), study);
    };
    deepEqual(borrowed(set), []);
    await written("{");
    deepEqual(borrowed(set), []);
    await written("{}");
    deepEqual(borrowed(set), []);
    await written('{"timingFrom": "theirs"}');
    deepEqual(borrowed(set), [
      join(folder, "theirs/study.json"),
      join(folder, "theirs/manifest.json"),
      join(folder, "theirs/timing.arrow"),
    ]);
    await written('{"timingFrom": "theirs", "alsoTimedBy": ["a", "b"]}');
    deepEqual(
      borrowed(set),
      ["theirs", "a", "b"].flatMap((lender) => [
        join(folder, lender, "study.json"),
        join(folder, lender, "manifest.json"),
        join(folder, lender, "timing.arrow"),
      ]),
    );
  }));
