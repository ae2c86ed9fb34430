import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { visible } from "../../../pipeline/study/visible.ts";

Deno.test("visible() writes what moves a terminal as codes, and leaves words alone", () => {
  equal(
    visible("\x1b[2J\u009b31m \u202eabc\r"),
    "\\u001b[2J\\u009b31m \\u202eabc\\u000d",
  );
  equal(visible("Größe – 42 %\n\tnext 数"), "Größe – 42 %\n\tnext 数");
});

Deno.test("visible() leaves no control but tab and new line in any text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const moving = [...visible(text)].filter((character) => {
      const code = character.codePointAt(0)!;
      return code < 32 && character !== "\n" && character !== "\t" ||
        code >= 127 && code < 160 || code >= 0x202a && code <= 0x202e ||
        code >= 0x2066 && code <= 0x2069;
    });
    deepEqual(moving, []);
  }));
});
