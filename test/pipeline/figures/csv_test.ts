import { equal } from "node:assert/strict";
import { table } from "arquero";
import fc from "fast-check";
import { csv } from "../../../pipeline/figures/csv.ts";

Deno.test("csv() writes numbers in full, nothing for null, and no formula", () => {
  equal(
    csv(["text", "number"], [
      ["=1+1", 0.1 + 0.2],
      ["-x", null],
      ["a,b", 1e21],
      ['say "so"', -3],
    ]),
    `text,number\n'=1+1,0.30000000000000004\n'-x,\n"a,b",1e+21\n"say ""so""",-3\n`,
  );
});

Deno.test("csv() is what arquero writes, where no text is a formula", () => {
  const text = fc.string({ unit: "grapheme" }).map((each) => `a${each}b`);
  const row = fc.tuple(text, fc.double({ noNaN: true }));
  fc.assert(fc.property(fc.array(row, { minLength: 1 }), (rows) => {
    const whole = table({
      text: rows.map(([each]) => each),
      number: rows.map(([, each]) => each),
    });
    equal(csv(["text", "number"], rows), whole.toCSV());
  }));
});
