import { equal, ok } from "node:assert/strict";
import { outputsOf } from "../../../pipeline/figures/outputs.ts";
import { results } from "../../../pipeline/reproduce.ts";
import type { Results } from "../../../pipeline/study/results.ts";

const nano = await results("data/nano");

const pageOf = (found: Results) =>
  outputsOf(found).find(({ path }) => path === "index.html")!.text;

Deno.test("the page stands alone: no script, nothing fetched", () => {
  const html = pageOf(nano);
  ok(!/<script|<link|<iframe|@import|url\(http/i.test(html));
  const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(
    ([, to]) => to!,
  );
  ok(addresses.length > 5);
  ok(addresses.every((to) => /^(#[\w-]+|[\w.-]+)$/.test(to)), `${addresses}`);
  ok(html.includes("default-src 'none'"));
});

Deno.test("every place the page links to is there", () => {
  const html = pageOf(nano);
  const files = new Set(outputsOf(nano).map(({ path }) => path));
  for (const [, to] of html.matchAll(/href="([^"]*)"/g)) {
    ok(
      to!.startsWith("#")
        ? html.includes(`id="${to!.slice(1)}"`)
        : files.has(to!),
      to,
    );
  }
});

Deno.test("ids of the figures on the page differ", () => {
  const ids = [...pageOf(nano).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  equal(new Set(ids).size, ids.length);
});

Deno.test("the page escapes what a study says", () => {
  const hostile = `<script>alert("x")</script>&`;
  const html = pageOf({
    ...nano,
    study: { ...nano.study, title: hostile },
    provenance: nano.provenance.map((run) => ({ ...run, engine: hostile })),
  });
  ok(!html.includes("<script"));
  ok(html.includes("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;"));
});

Deno.test("the page tells answers not sent from answers not readable, run by run", () => {
  const html = pageOf({
    ...nano,
    measurements: nano.measurements.map((m) => ({
      ...m,
      missingShare: 0.75,
      unreadableShare: 0.5,
    })),
  });
  for (const model of ["nano-s", "nano-l"]) {
    ok(
      html.includes(
        `<tr><td>chain/${model}-w16-full</td><td>25.0 %</td><td>50.0 %</td></tr>`,
      ),
    );
  }
});

Deno.test("the page of a simulated set warns, a partial one says so", () => {
  const html = pageOf({
    ...nano,
    partial: true,
    study: { ...nano.study, kind: "simulated" },
  });
  ok(html.includes('class="warning"'));
  ok(html.includes("PARTIAL: planned runs are missing"));
  ok(!pageOf(nano).includes('class="warning"'));
});

Deno.test("the page of the paper's study lists where the paper contradicts itself, I1 to I9", async () => {
  const paper = await results("data/paper");
  const html = pageOf(paper);
  for (let i = 1; i <= 9; i++) ok(html.includes(`<dt>I${i}: `), `I${i}`);
  ok(html.includes('href="#remarks"'));
  ok(!pageOf(nano).includes("remarks"));
});
