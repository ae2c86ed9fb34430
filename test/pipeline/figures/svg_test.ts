import { equal, notEqual, ok } from "node:assert/strict";
import * as Plot from "@observablehq/plot";
import fc from "fast-check";
import { parseHTML } from "linkedom";
import { drawn, escaped, serialize } from "../../../pipeline/figures/svg.ts";

function svg(markup: string): Parameters<typeof serialize>[0] {
  const { document } = parseHTML(`<html><body>${markup}</body></html>`);
  return document.querySelector("svg") as never;
}

const clipped = () =>
  drawn({
    marks: [Plot.dot([[1, 2], [3, 4]], { clip: true })],
  }, { prefix: "figure-99", title: "A < B", description: "what & why" });

Deno.test("escaped() worked by hand", () => {
  equal(escaped(`a<b>&"c"`), "a&lt;b&gt;&amp;&quot;c&quot;");
  equal(escaped("tab\tstays, bell\u0007 goes"), "tab\tstays, bell\ufffd goes");
  equal(escaped("half \ud800 a pair"), "half \ufffd a pair");
});

Deno.test("escaped() leaves nothing that could open an element or end an attribute", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    ok(!/[<>"]|&(?!(amp|lt|gt|quot);)/.test(escaped(text)));
  }));
});

Deno.test("serialize() sorts attributes, rounds geometry, keeps text", () => {
  equal(
    serialize(
      svg(
        `<svg><path stroke="red" d="M1.23456,-0.0001L2,1e-7"></path><text x="0.5">0.12345 &lt;</text></svg>`,
      ),
      "f",
    ),
    `<svg xmlns="http://www.w3.org/2000/svg"><path d="M1.235,0L2,0" stroke="red"/><text x="0.5">0.12345 &lt;</text></svg>`,
  );
});

Deno.test("drawn() gives the same bytes whatever was drawn before, and its own ids", () => {
  const first = clipped();
  drawn({ marks: [Plot.dot([[5, 6]], { clip: true })] }, {
    prefix: "other",
    title: "",
    description: "",
  });
  equal(clipped(), first);
  ok(first.includes('id="figure-99-1"'), first);
  ok(first.includes("url(#figure-99-1)"), first);
  ok(
    first.includes(
      '<title id="figure-99-title">A &lt; B</title><desc id="figure-99-desc">what &amp; why</desc>',
    ),
  );
  ok(first.includes('aria-labelledby="figure-99-title"'));
  // Plot's names of marks are no labels for people.
  ok(first.includes('data-mark="dot"') && !first.includes("aria-label="));
  notEqual(first.indexOf('role="img"'), -1);
});
