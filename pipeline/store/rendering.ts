/** Door to disk: the fonts and the program that turn SVG into other formats. */
import { createRequire } from "node:module";
import config from "../../deno.json" with { type: "json" };

const require = createRequire(import.meta.url);

/** The programs and fonts that make pictures, with their exact versions: others may give other bytes. */
export const RENDERING_PROGRAMS: string = [
  config.imports["@resvg/resvg-wasm"],
  config.imports["pdfkit"],
  config.imports["svg-to-pdfkit"],
  config.imports["dejavu-fonts-ttf"],
].join(", ");

/** DejaVu Sans in two weights, and the renderer's WebAssembly. */
export interface Rendering {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly wasm: Uint8Array<ArrayBuffer>;
}

/** Reads what `png.ts` and `pdf.ts` need from the installed packages. */
export async function readRendering(): Promise<Rendering> {
  const read = (path: string) => Deno.readFile(require.resolve(path));
  return {
    regular: await read("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
    bold: await read("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
    wasm: await read("@resvg/resvg-wasm/index_bg.wasm"),
  };
}
