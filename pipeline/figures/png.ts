/** SVG to PNG. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const FAMILY = "DejaVu Sans";
/** Pixels a figure's own pixel becomes. */
const ZOOM = 2;

let ready: Promise<void> | null = null;

/** A figure as PNG at twice its size; without the fonts its text would be missing. */
export async function pngOf(
  svg: string,
  { regular, bold, wasm }: {
    readonly regular: Uint8Array;
    readonly bold: Uint8Array;
    readonly wasm: BufferSource;
  },
): Promise<Uint8Array> {
  // The module can be started only once a process.
  await (ready ??= initWasm(wasm));
  return new Resvg(svg, {
    fitTo: { mode: "zoom", value: ZOOM },
    font: {
      fontBuffers: [regular, bold],
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  }).render().asPng();
}
