import {
  deepEqual,
  equal,
  notDeepEqual,
  notEqual,
  ok,
} from "node:assert/strict";
import { drawn } from "../../../pipeline/figures/svg.ts";
import { pdfOf } from "../../../pipeline/figures/pdf.ts";
import { make, pictures } from "../../../pipeline/figures/pictures.ts";
import { pngOf } from "../../../pipeline/figures/png.ts";
import { readRendering } from "../../../pipeline/store/rendering.ts";
import * as Plot from "@observablehq/plot";

const rendering = await readRendering();
const latin1 = new TextDecoder("latin1");

/** A figure with a word in its middle. */
const saying = (word: string) =>
  drawn({
    width: 300,
    height: 200,
    style: { fontFamily: "Inter, 'DejaVu Sans', sans-serif" },
    axis: null,
    marks: [Plot.text([word], { frameAnchor: "middle", fontSize: 40 })],
  }, { prefix: "f", title: word, description: word });

const figure = (name: string, caption = "What it shows.") => ({
  name,
  title: `Title of ${name}`,
  label: "Figure 1",
  svg: saying(name),
  caption,
});

Deno.test("pngOf() is twice the figure's size, draws its text, and repeats itself byte for byte", async () => {
  const png = await pngOf(saying("Wait"), rendering);
  equal(latin1.decode(png.subarray(1, 4)), "PNG");
  const view = new DataView(png.buffer, png.byteOffset);
  deepEqual([view.getUint32(16), view.getUint32(20)], [600, 400]);
  deepEqual(await pngOf(saying("Wait"), rendering), png);
  // Text that no font draws would be missing from both.
  notDeepEqual(await pngOf(saying("Halt"), rendering), png);
  notDeepEqual(await pngOf(saying(""), rendering), png);
});

Deno.test("pdfOf() has a page a figure, embeds its fonts, and repeats itself byte for byte", async () => {
  const figures = ["a", "b", "c"].map((title) => ({
    title,
    svg: saying(title),
  }));
  const pdf = await pdfOf(figures, rendering);
  const text = latin1.decode(pdf);
  ok(text.startsWith("%PDF-"));
  equal(text.split("/Type /Page\n").length - 1, 3);
  ok(text.includes("DejaVuSans"));
  ok(text.includes("/FontFile2"));
  deepEqual(await pdfOf(figures, rendering), pdf);
});

Deno.test("pdfOf() makes a page higher for a caption", async () => {
  const height = async (caption?: { name: string; text: string }) => {
    const pdf = await pdfOf(
      [{ title: "a", svg: saying("a"), ...(caption ? { caption } : {}) }],
      rendering,
    );
    const [, box] = /\/MediaBox \[0 0 300 ([\d.]+)\]/.exec(latin1.decode(pdf))!;
    return Number(box);
  };
  equal(await height(), 200);
  const short = await height({ name: "A.", text: "One line." });
  const long = await height({ name: "A.", text: "A word ".repeat(60) });
  ok(short > 210 && long > short + 50, `${short} ${long}`);
});

Deno.test("pictures() can make each figure as PNG and PDF and all as one PDF", async () => {
  const possible = pictures([figure("figure-01"), figure("glance")], "v1");
  deepEqual(possible.map(({ name, format }) => [name, format]), [
    ["figure-01.png", "png"],
    ["figure-01.pdf", "pdf"],
    ["glance.png", "png"],
    ["glance.pdf", "pdf"],
    ["figures.pdf", "pdf"],
  ]);
  for (const picture of possible) {
    const bytes = await make(picture, rendering);
    const head = latin1.decode(bytes.subarray(0, 4));
    equal(head, picture.format === "png" ? "\u2030PNG" : "%PDF");
  }
  deepEqual(pictures([], "v1"), []);
});

Deno.test("pictures() of the same figures have the same source, of another figure, caption or program another", () => {
  const sources = (caption: string, programs: string, name = "figure-01") =>
    pictures([figure(name, caption)], programs).map(({ source }) => source);
  deepEqual(sources("a", "v1"), sources("a", "v1"));
  const [png, pdf, all] = sources("a", "v1");
  // A caption stands in figures.pdf alone.
  const [samePng, samePdf, otherAll] = sources("b", "v1");
  deepEqual([samePng, samePdf], [png, pdf]);
  notEqual(otherAll, all);
  for (const other of [sources("a", "v2"), sources("a", "v1", "figure-02")]) {
    for (const source of other) ok(![png, pdf, all].includes(source));
  }
});
