import { equal, ok } from "node:assert/strict";
import { textWidth } from "../../../pipeline/figures/text_width.ts";

Deno.test("textWidth() worked by hand: 4B at 10 pixels is 6.36 + 6.86", () => {
  ok(Math.abs(textWidth("4B", 10) - 13.22) < 1e-9);
  equal(textWidth("", 10), 0);
});

Deno.test("textWidth() of bold and of signs it does not know is more, never less", () => {
  ok(textWidth("4B", 10, true) > textWidth("4B", 10));
  equal(textWidth("→", 10), 10);
});
