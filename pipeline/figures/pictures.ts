/** Figures in the formats that manuscripts take. */
import { createHash } from "node:crypto";
import type { DrawnFigure } from "./figure.ts";
import { type Page, pdfOf } from "./pdf.ts";
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
  readonly format: keyof Formats;
  /** What it shows; a PNG has one. */
  readonly pages: readonly Page[];
  /** SHA-256 of all it is made from, the programs that make it included: the same gives the same bytes. */
  readonly source: string;
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
    pages: readonly Page[],
  ): Picture => ({
    name,
    format,
    pages,
    source: createHash("sha256").update(
      JSON.stringify([programs, String(pngOf), String(pdfOf), name, pages]),
    ).digest("hex"),
  });
  return [
    ...figures.flatMap(({ name, title, svg }) => [
      picture(`${name}.png`, "png", [{ title, svg }]),
      picture(`${name}.pdf`, "pdf", [{ title, svg }]),
    ]),
    picture(
      "figures.pdf",
      "pdf",
      figures.map(({ label, title, svg, caption }) => ({
        title,
        svg,
        caption: {
          name: `${label === null ? "" : `${label}. `}${title}.`,
          text: caption,
        },
      })),
    ),
  ];
}

/** The bytes of a picture. */
export function make(
  { format, pages }: Picture,
  rendering: Rendering,
): Promise<Uint8Array> {
  switch (format) {
    case "png":
      return pngOf(pages[0]!.svg, rendering);
    case "pdf":
      return pdfOf(pages, rendering);
  }
}
