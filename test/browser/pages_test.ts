/** Every page in a real browser: for keyboards, screen readers, both colour schemes, narrow windows. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { resolve } from "node:path";
import { IS_WANTED, look } from "./chromium.ts";

/** What axe calls bad enough to fail. */
const BAD = ["serious", "critical"];

function* pagesUnder(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* pagesUnder(`${folder}/${name}`);
    else if (name === "index.html") yield resolve(folder, name);
  }
}

Deno.test({
  name:
    "every page has no serious violation of accessibility, fetches nothing, fits narrow windows, and begins with a way to its content",
  ignore: !IS_WANTED,
  fn: async () => {
    const paths = [...pagesUnder("figures")];
    ok(paths.length >= 3);
    const { pages } = await look({ pages: paths });
    // Light and dark, wide and narrow.
    equal(pages.length, 4 * paths.length);
    for (const page of pages) {
      const { path, scheme, width, violations, ...seen } = page;
      const where = `${path}, ${scheme}, ${width} pixels`;
      deepEqual(
        violations.filter(({ impact }) => BAD.includes(impact)),
        [],
        where,
      );
      deepEqual(
        seen,
        { firstStop: "To the content", overflow: 0, asked: [], complaints: [] },
        where,
      );
    }
  },
});

Deno.test({
  name: "a page with a violation, a fetch and a script error is noticed",
  ignore: !IS_WANTED,
  fn: async () => {
    const path = await Deno.makeTempFile({ dir: ".", suffix: ".html" });
    try {
      await Deno.writeTextFile(
        path,
        `<!doctype html><title>x</title><img src="nowhere.png"><p style="width:3000px;color:#eee">pale</p><script>nothing()</script>`,
      );
      const { pages } = await look({ pages: [resolve(path)], widths: [800] });
      const ids = new Set(
        pages.flatMap(({ violations }) => violations.map(({ id }) => id)),
      );
      ok(ids.has("image-alt") && ids.has("html-has-lang"), `${[...ids]}`);
      for (const { asked, complaints, overflow } of pages) {
        ok(asked.some((url) => url.endsWith("nowhere.png")));
        ok(complaints.some((text) => text.includes("nothing is not defined")));
        ok(overflow > 2000);
      }
    } finally {
      await Deno.remove(path);
    }
  },
});
