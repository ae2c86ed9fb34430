import { deepEqual, match } from "node:assert/strict";
import {
  readRendering,
  RENDERING_PROGRAMS,
} from "../../../pipeline/store/rendering.ts";

Deno.test("RENDERING_PROGRAMS names each program and the fonts with one version", () => {
  match(
    RENDERING_PROGRAMS,
    /^npm:@resvg\/resvg-wasm@[\d.]+, npm:pdfkit@[\d.]+, npm:svg-to-pdfkit@[\d.]+, npm:dejavu-fonts-ttf@[\d.]+$/,
  );
});

Deno.test("readRendering() reads two fonts and a WebAssembly program", async () => {
  const { regular, bold, wasm } = await readRendering();
  // A TrueType font begins with 0, 1, 0, 0 and has its name in it.
  const named = (font: Uint8Array, name: string) =>
    new TextDecoder("utf-16be").decode(font).includes(name) ||
    new TextDecoder("latin1").decode(font).includes(name);
  for (const font of [regular, bold]) {
    deepEqual([...font.subarray(0, 4)], [0, 1, 0, 0]);
  }
  deepEqual(
    [regular, bold].map((font) => named(font, "DejaVuSans-Bold")),
    [false, true],
  );
  deepEqual([...wasm.subarray(0, 4)], [0, 0x61, 0x73, 0x6d]);
});
