import { equal } from "node:assert/strict";
import fc from "fast-check";
import { withoutIds, withoutKey } from "../../runner/hidden.ts";

Deno.test("withoutKey() hides a key in every form a server may repeat it in", () => {
  fc.assert(fc.property(
    fc.string({ minLength: 8, unit: "grapheme-ascii" }),
    (key) => {
      for (
        const form of [
          key,
          encodeURIComponent(key),
          btoa(key),
          btoa(`Bearer ${key}`),
          JSON.stringify(key).slice(1, -1),
        ]
      ) {
        equal(
          withoutKey(`<${form}>`, key).includes(form.replace(/=+$/, "")),
          false,
        );
      }
    },
  ));
  equal(withoutKey("as it is", null), "as it is");
  equal(withoutKey("as it is", ""), "as it is");
});

Deno.test("withoutIds() hides lists of token ids, also one that is cut off, and no other numbers", () => {
  equal(
    withoutIds("prompt [1, 22,333 , 4] is too long, 5 of 6"),
    "prompt [...] is too long, 5 of 6",
  );
  equal(withoutIds("[1,2,3,4,5"), "[...]");
  equal(withoutIds("in [0, 2], got 3"), "in [0, 2], got 3");
});
