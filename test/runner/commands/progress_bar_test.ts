import { equal } from "node:assert/strict";
import fc from "fast-check";
import { duration, tokenRate } from "../../../runner/commands/progress_bar.ts";

Deno.test("duration() is h:mm:ss, and a question mark where nobody knows", () => {
  equal(duration(0), "0:00:00");
  equal(duration(59.4), "0:00:59");
  equal(duration(59.6), "0:01:00");
  equal(duration(3599.5), "1:00:00");
  equal(duration(3 * 86400 + 61), "72:01:01");
  equal(duration(Infinity), "?");
  equal(duration(NaN), "?");
});

Deno.test("tokenRate() worked: tokens that came after the window's first moment", () => {
  const rate = tokenRate(30);
  equal(rate(0, 100), 0);
  equal(rate(10, 100), 10);
  equal(rate(20, 300), 20);
  equal(rate(40, 100), 400 / 30);
  equal(rate(41, 500), 600 / 21);
});

Deno.test("tokenRate() of a steady stream is its speed", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 2, max: 100 }),
      (window, tokens, moments) => {
        const rate = tokenRate(window);
        let last = 0;
        for (let at = 0; at < moments; at++) last = rate(at, tokens);
        equal(last, tokens);
      },
    ),
  );
});
