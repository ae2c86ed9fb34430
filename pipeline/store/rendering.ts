/** Door to disk: the fonts and the program that turn SVG into other formats. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

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
