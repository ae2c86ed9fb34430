import { deepEqual, equal } from "node:assert/strict";
import { make, pictures } from "../../../pipeline/figures/pictures.ts";
import { makePictures } from "../../../pipeline/figures/picture_makers.ts";
import { readRendering } from "../../../pipeline/store/rendering.ts";

const svg =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"><rect width="9" height="9"/></svg>`;

Deno.test("makePictures() on two threads gives what one gives, for both formats and for either", async () => {
  const rendering = await readRendering();
  const all = pictures(
    ["a", "b", "c"].map((name, i) => ({
      name,
      title: name,
      label: `Figure ${i}`,
      svg,
      caption: "It shows.",
    })),
    "v1",
  );
  for (const wanted of [["png", "pdf"], ["png"]]) {
    const some = all.filter(({ format }) => wanted.includes(format));
    const made = await makePictures(some, rendering);
    equal(made.size, some.length);
    for (const picture of some) {
      deepEqual(
        made.get(picture.name),
        await make(picture, rendering),
        picture.name,
      );
    }
  }
  equal((await makePictures([], rendering)).size, 0);
});
