import { equal, ok } from "node:assert/strict";
import { overview } from "../../../pipeline/figures/overview.ts";

const set = (folder: string, kind: "measured" | "simulated") => ({
  folder,
  findings: {
    title: `<${folder}>`,
    kind,
    partial: false,
    findings: [
      { finding: "finding-1", says: "supported" as const },
      { finding: "finding-2", says: "point only" as const },
    ],
  },
});

Deno.test("overview() has a row and a link for every set, and escapes what studies say", () => {
  const html = overview([set("a", "measured"), {
    folder: "b",
    findings: null,
  }]);
  ok(html.includes('<a href="a/index.html">a</a>, measured: &lt;a&gt;'));
  ok(html.includes('<a href="b/index.html">b</a>: no result files yet'));
  ok(html.includes('<span class="point-only">point only</span>'));
  equal(html.includes('class="warning"'), false);
});

Deno.test("overview() warns as soon as one set is simulated", () => {
  const html = overview([set("a", "measured"), set("c", "simulated")]);
  ok(html.includes('class="warning"'));
  ok(html.includes("c</a>, SIMULATED: "));
});
