import { equal } from "node:assert/strict";
import fc from "fast-check";
import { inertMarkdown } from "../../../pipeline/figures/markdown.ts";

Deno.test("inertMarkdown() leaves comparisons and tables, and no tag or link", () => {
  equal(
    inertMarkdown("| p < 0.05 | <b>x</b> | [x](javascript:y) |\n"),
    "| p < 0.05 | &lt;b>x&lt;/b> | [x]\\(javascript:y) |\n",
  );
});

Deno.test("inertMarkdown() leaves no tag and no link in any text, and changes nothing twice", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const inert = inertMarkdown(text);
    equal(/<[a-z/!?]|\]\(/i.test(inert), false);
    equal(inertMarkdown(inert), inert);
  }));
});
