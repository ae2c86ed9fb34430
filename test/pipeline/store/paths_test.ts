import { equal } from "node:assert/strict";
import { posix } from "node:path";
import fc from "fast-check";
import { basename, dirname, join } from "../../../pipeline/store/paths.ts";

Deno.test("join(), dirname() and basename() by hand", () => {
  equal(join("data", "paper/", "study.json"), "data/paper/study.json");
  equal(join("./data/../figures", "."), "figures");
  equal(dirname("data/paper/study.json"), "data/paper");
  equal(basename("data/paper/"), "paper");
  equal(basename("data/paper///"), "paper");
  equal(dirname("data///paper//"), "data");
  equal(dirname("/data//"), "/");
});

Deno.test("join(), dirname() and basename() are node:path's, whatever the path", () => {
  const part = fc.string({
    unit: fc.constantFrom("/", ".", "..", "a", "b.c", "\n"),
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      equal(join(...parts), posix.join(...parts));
      const path = join(...parts);
      equal(dirname(path), posix.dirname(path), JSON.stringify(path));
      equal(basename(path), posix.basename(path), JSON.stringify(path));
    }),
    { numRuns: 2000 },
  );
});
