/** SVG to PDF. */
import PDFDocument from "pdfkit";
import SVGtoPDF from "svg-to-pdfkit";

/** The same for every file, so that the same figures give the same bytes. */
const MADE = new Date(0);

/** Figures as one PDF, a page each; text stays text, its fonts are embedded. */
export async function pdfOf(
  figures: readonly { readonly title: string; readonly svg: string }[],
  { regular, bold }: {
    readonly regular: Uint8Array;
    readonly bold: Uint8Array;
  },
): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    info: {
      Title: figures.map(({ title }) => title).join("; "),
      CreationDate: MADE,
      ModDate: MADE,
    },
  });
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  pdf.on("data", (piece: Uint8Array<ArrayBuffer>) => pieces.push(piece));
  const end = new Promise((resolve) => pdf.on("end", resolve));
  pdf.registerFont("regular", regular);
  pdf.registerFont("bold", bold);
  for (const { svg } of figures) {
    const [, width, height] = /<svg[^>]* viewBox="0 0 (\d+) (\d+)"/.exec(svg)!;
    pdf.addPage({ size: [Number(width), Number(height)], margin: 0 });
    SVGtoPDF(pdf, svg, 0, 0, {
      assumePt: true,
      fontCallback: (_family: string, isBold: boolean) =>
        isBold ? "bold" : "regular",
    });
  }
  pdf.end();
  await end;
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
