/** Figures in the formats that manuscripts take. */
import { FIGURES } from "./mod.ts";
import { pdfOf } from "./pdf.ts";
import { pngOf } from "./png.ts";

/** Formats wanted beside SVG. */
export interface Formats {
  readonly png: boolean;
  readonly pdf: boolean;
}

/** Fonts and the renderer's WebAssembly. */
type Rendering = Parameters<typeof pdfOf>[1] & Parameters<typeof pngOf>[1];

/** Each figure among some text outputs as PNG and PDF, and all of them as one PDF. */
export async function pictures(
  outputs: ReadonlyMap<string, Uint8Array | string>,
  { png, pdf }: Formats,
  rendering: Rendering,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const figures = FIGURES.flatMap(({ name, title }) => {
    const svg = outputs.get(`${name}.svg`);
    return typeof svg === "string" ? [{ name, title, svg }] : [];
  });
  for (const figure of figures) {
    const { name, svg } = figure;
    if (png) files.set(`${name}.png`, await pngOf(svg, rendering));
    if (pdf) files.set(`${name}.pdf`, await pdfOf([figure], rendering));
  }
  if (pdf && figures.length > 0) {
    files.set("figures.pdf", await pdfOf(figures, rendering));
  }
  return files;
}
