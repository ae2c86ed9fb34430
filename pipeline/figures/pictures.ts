/** Figures in the formats that manuscripts take. */
import { createHash } from "node:crypto";
import type { DrawnFigure } from "./figure.ts";
import { pdfOf } from "./pdf.ts";
import { pngOf } from "./png.ts";

/** Formats wanted beside SVG. */
export interface Formats {
  readonly png: boolean;
  readonly pdf: boolean;
}

/** Fonts and the renderer's WebAssembly. */
export type Rendering =
  & Parameters<typeof pdfOf>[1]
  & Parameters<typeof pngOf>[1];

/** A file that can be made of figures. */
export interface Picture {
  readonly name: string;
  /** SHA-256 of all it is made from, the programs that make it included: the same gives the same bytes. */
  readonly source: string;
  readonly format: keyof Formats;
  readonly make: (rendering: Rendering) => Promise<Uint8Array>;
}

/** Every picture there can be of some figures: each as PNG and PDF, and all of them as one PDF with their captions. */
export function pictures(
  figures: readonly DrawnFigure[],
  programs: string,
): Picture[] {
  if (figures.length === 0) return [];
  const picture = (
    name: string,
    format: keyof Formats,
    made: readonly string[],
    make: Picture["make"],
  ) => ({
    name,
    format,
    make,
    source: digest([programs, String(pngOf), String(pdfOf), name, ...made]),
  });
  const plain = ({ title, svg }: DrawnFigure) => ({ title, svg });
  return [
    ...figures.flatMap((figure) => [
      picture(
        `${figure.name}.png`,
        "png",
        [figure.svg],
        (rendering) => pngOf(figure.svg, rendering),
      ),
      picture(
        `${figure.name}.pdf`,
        "pdf",
        [figure.title, figure.svg],
        (rendering) => pdfOf([plain(figure)], rendering),
      ),
    ]),
    picture(
      "figures.pdf",
      "pdf",
      figures.flatMap(({ title, svg, caption }) => [title, svg, caption]),
      (rendering) =>
        pdfOf(
          figures.map((figure) => ({
            ...plain(figure),
            caption: {
              name: `${
                figure.number === null ? "" : `Figure ${figure.number}. `
              }${figure.title}.`,
              text: figure.caption,
            },
          })),
          rendering,
        ),
    ),
  ];
}

function digest(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}
