/** SVG to PDF. */
import PDFDocument from "pdfkit";
import SVGtoPDF from "svg-to-pdfkit";

/** The same for every file, so that the same figures give the same bytes. */
const MADE = new Date(0);
/** Around a caption, points. */
const EDGE = 14;
const SIZE = 11;

/** A page of a PDF. */
export interface Page {
  readonly title: string;
  readonly svg: string;
  /** Below the figure: its name in bold, then the text. */
  readonly caption?: { readonly name: string; readonly text: string };
}

/** Figures as one PDF, a page each; text stays text, its fonts are embedded. */
export async function pdfOf(
  pages: readonly Page[],
  { regular, bold }: {
    readonly regular: Uint8Array;
    readonly bold: Uint8Array;
  },
): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    lang: "en",
    displayTitle: true,
    info: {
      Title: pages.map(({ title }) => title).join("; "),
      CreationDate: MADE,
      ModDate: MADE,
    },
  });
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  pdf.on("data", (piece: Uint8Array<ArrayBuffer>) => pieces.push(piece));
  const end = new Promise((resolve) => pdf.on("end", resolve));
  pdf.registerFont("regular", regular);
  pdf.registerFont("bold", bold);
  for (const { svg, caption } of pages) {
    const [width, height] = sizeOf(svg);
    const words = caption ? `${caption.name} ${caption.text}` : "";
    const below = caption
      ? pdf.font("bold").fontSize(SIZE)
        .heightOfString(words, { width: width - 2 * EDGE }) + EDGE
      : 0;
    pdf.addPage({ size: [width, height + below], margin: 0 });
    SVGtoPDF(pdf, svg, 0, 0, {
      assumePt: true,
      fontCallback: (_family: string, isBold: boolean) =>
        isBold ? "bold" : "regular",
    });
    if (!caption) continue;
    pdf.fillColor("black").fillOpacity(1).font("bold").fontSize(SIZE)
      .text(`${caption.name} `, EDGE, height, {
        width: width - 2 * EDGE,
        continued: true,
      })
      .font("regular").text(caption.text);
  }
  pdf.end();
  await end;
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

function sizeOf(svg: string): [width: number, height: number] {
  const [, width, height] = /<svg[^>]* viewBox="0 0 (\S+) (\S+)"/.exec(svg)!;
  return [Number(width), Number(height)];
}
