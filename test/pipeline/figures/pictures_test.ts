import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { drawn } from "../../../pipeline/figures/svg.ts";
import { pdfOf } from "../../../pipeline/figures/pdf.ts";
import { pictures } from "../../../pipeline/figures/pictures.ts";
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

Deno.test("pictures() makes what is wanted of the figures there are", async () => {
  const outputs = new Map([
    ["figure-01.svg", saying("one")],
    ["figure-05.svg", saying("five")],
    ["table-1.csv", "model\n"],
  ]);
  const made = async (png: boolean, pdf: boolean) => [
    ...(await pictures(outputs, { png, pdf }, rendering)).keys(),
  ];
  deepEqual(await made(true, false), ["figure-01.png", "figure-05.png"]);
  deepEqual(await made(false, true), [
    "figure-01.pdf",
    "figure-05.pdf",
    "figures.pdf",
  ]);
  deepEqual(await made(false, false), []);
});
