import { equal, ok } from "node:assert/strict";
import { outputsOf } from "../../../pipeline/figures/outputs.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { generatedStudy } from "../../../pipeline/study/study.ts";
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
  ok(
    addresses.every((to) => /^(#[\w-]+|[\w.-]+|\.\.\/index\.html)$/.test(to)),
    `${addresses}`,
  );
  ok(html.includes("default-src 'none'"));
});

Deno.test("every place the page links to is there", () => {
  const html = pageOf(nano);
  const files = new Set(outputsOf(nano).map(({ path }) => path));
  files.add("../index.html");
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
        `<tr><th scope="row">chain/${model}-w16-full</th><td>25.0 %</td><td>50.0 %</td></tr>`,
      ),
    );
  }
});

Deno.test("the page of a simulated set warns, a partial one says so", () => {
  const html = pageOf({
    ...nano,
    partial: true,
    study: { ...generatedStudy(nano.study, "nano"), kind: "simulated" },
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
  const { remarks: _told, ...study } = nano.study;
  ok(!pageOf({ ...nano, study }).includes("remarks"));
});

Deno.test("every figure of the page is named and described, with a number from the data", () => {
  const html = pageOf(nano);
  const named = [...html.matchAll(
    /aria-describedby="([\w-]+)" aria-labelledby="([\w-]+)"/g,
  )];
  equal(named.length, 15);
  for (const [, desc, title] of named) {
    ok(html.includes(`<title id="${title}">`), title);
    const text = new RegExp(`<desc id="${desc}">([^<]*)</desc>`).exec(
      html,
    )![1]!;
    ok(/\d/.test(text) || text.startsWith("Not drawn: "), text);
  }
});

Deno.test("captions follow the data: other accuracies, other numbers", () => {
  const changed = pageOf({
    ...nano,
    measurements: nano.measurements.map((m) => ({
      ...m,
      accuracy: m.accuracy / 2,
    })),
  });
  const caption = (html: string, figure: string) =>
    new RegExp(`id="${figure}">.*?<figcaption>(.*?)</figcaption>`, "s")
      .exec(html)![1]!;
  ok(caption(pageOf(nano), "figure-10").includes("+16.8 points"));
  ok(caption(changed, "figure-10").includes("+8.4 points"));
});

Deno.test("every file there is, the page links to", () => {
  const html = pageOf(nano);
  for (const { path } of outputsOf(nano)) {
    if (path === "index.html") continue;
    ok(html.includes(`href="${path}"`), path);
  }
});
