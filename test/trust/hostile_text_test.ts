import { deepEqual, equal } from "node:assert/strict";
import { aliveIn, movesIn } from "./alive.ts";
import { hostileText } from "./hostile_text.ts";
import { HOSTILE } from "./hostile_words.ts";

Deno.test("all hostile strings together go through every output and are inert", async () => {
  const { failed } = await hostileText([HOSTILE.join(" ")]);
  deepEqual(failed, []);
});

Deno.test("what would act is seen, in each kind of output", () => {
  equal(new Set(HOSTILE).size, 40);
  const page = (body: string) =>
    `<!doctype html><html><body>${body}</body></html>`;
  const svg = (body: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>`;
  deepEqual(aliveIn("a.html", page("<p>1 &lt; 2</p>")), []);
  for (const word of HOSTILE.slice(0, 3)) {
    equal(aliveIn("a.html", page(word)).includes("script"), true, word);
  }
  deepEqual(aliveIn("a.html", page('<p onclick="x()">x</p>')), ["p onclick"]);
  deepEqual(aliveIn("a.html", page("<a href=javascript:x()>x</a>")), [
    "href=javascript:x()",
  ]);
  deepEqual(aliveIn("a.svg", svg("<script>x()</script>")), ["script"]);
  deepEqual(aliveIn("a.csv", 'a,b\n-2.5,"=1+1"\n'), ["=1+1"]);
  deepEqual(aliveIn("a.md", "# p < 0.05\n<b>x</b> [x](y)\n"), [
    "<b>",
    "</b>",
    "](y)",
  ]);
  deepEqual(movesIn("a\x1b[2J\u202eb\n"), ["U+1b", "U+202e"]);
});
